-- warning: broad-grant
-- truth: adds privilege EXECUTE on routine public.drop_archive() for anon
-- setup
REVOKE EXECUTE ON PROCEDURE drop_archive() FROM PUBLIC;
-- probe
GRANT EXECUTE ON PROCEDURE drop_archive() TO anon;
