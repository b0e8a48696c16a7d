-- warning: broad-grant
-- probe
GRANT ALL ON ALL TABLES IN SCHEMA public TO anon, authenticated;
