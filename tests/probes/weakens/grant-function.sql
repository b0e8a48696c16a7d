-- warning: broad-grant
-- truth: adds privilege EXECUTE on routine public.purge_users() for anon
-- setup
REVOKE EXECUTE ON FUNCTION purge_users() FROM PUBLIC;
-- probe
GRANT EXECUTE ON FUNCTION purge_users() TO anon;
