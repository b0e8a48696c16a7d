-- warning: security-definer
-- truth: changes function public.guarded(): settings search_path=pg_catalog, pg_temp to null
-- setup
CREATE FUNCTION guarded() RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION guarded() FROM PUBLIC;
-- probe
ALTER FUNCTION guarded() RESET search_path;
