-- probe
DROP FUNCTION IF EXISTS brand_new();
CREATE FUNCTION brand_new() RETURNS integer LANGUAGE sql AS 'SELECT 1';
