-- warning: security-definer
-- probe
CREATE FUNCTION all_secrets() RETURNS SETOF secrets LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT * FROM public.secrets';
