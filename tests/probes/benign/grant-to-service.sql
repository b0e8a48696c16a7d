-- probe
GRANT USAGE ON SCHEMA app TO service_role;
