-- error: security-definer
-- truth: adds function public.all_secrets()
-- probe
CREATE FUNCTION all_secrets() RETURNS SETOF secrets LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM secrets';
