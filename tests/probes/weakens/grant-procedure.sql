-- warning: broad-grant
-- setup
REVOKE EXECUTE ON PROCEDURE drop_archive() FROM PUBLIC;
-- probe
GRANT EXECUTE ON PROCEDURE drop_archive() TO anon;
