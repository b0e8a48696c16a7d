-- warning: broad-grant
-- setup
REVOKE EXECUTE ON FUNCTION purge_users() FROM PUBLIC;
-- probe
GRANT EXECUTE ON FUNCTION purge_users() TO anon;
