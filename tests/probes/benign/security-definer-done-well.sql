-- probe
CREATE FUNCTION whoami() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT CURRENT_USER::text';
REVOKE ALL ON FUNCTION whoami() FROM PUBLIC;
