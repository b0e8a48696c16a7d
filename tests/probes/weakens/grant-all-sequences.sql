-- warning: broad-grant
-- probe
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO anon;
