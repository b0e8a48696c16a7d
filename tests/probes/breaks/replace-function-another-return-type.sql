-- warning: drop-function | replace-function
-- probe
DROP FUNCTION tax(numeric);
CREATE FUNCTION tax(amount numeric) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT amount::text';
