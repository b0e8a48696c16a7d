-- probe
CREATE FUNCTION helper() RETURNS integer LANGUAGE sql AS 'SELECT 1';
SELECT helper();
DROP FUNCTION helper();
