-- warning: leakproof-function
-- probe
CREATE FUNCTION quiet(text) RETURNS boolean LANGUAGE sql IMMUTABLE LEAKPROOF AS 'SELECT true';
