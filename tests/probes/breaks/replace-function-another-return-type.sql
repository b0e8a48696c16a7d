-- warning: drop-function | replace-function
-- truth: adds function public.tax(amount numeric)
-- truth: removes function public.tax(amount numeric)
-- probe
DROP FUNCTION tax(numeric);
CREATE FUNCTION tax(amount numeric) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT amount::text';
