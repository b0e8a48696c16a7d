-- warning: broad-grant
-- probe
GRANT ALL ON secrets TO authenticated;
