-- warning: leakproof-function
-- truth: adds function public.quiet(text)
-- probe
CREATE FUNCTION quiet(text) RETURNS boolean LANGUAGE sql IMMUTABLE LEAKPROOF AS 'SELECT true';
