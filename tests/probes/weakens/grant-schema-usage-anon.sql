-- warning: broad-grant
-- probe
GRANT USAGE ON SCHEMA audit TO anon;
