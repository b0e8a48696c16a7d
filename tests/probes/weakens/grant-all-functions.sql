-- warning: broad-grant
-- probe
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO anon;
