-- warning: security-definer
-- truth: adds function public.all_secrets()
-- probe
CREATE FUNCTION all_secrets() RETURNS SETOF secrets LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT * FROM public.secrets';
