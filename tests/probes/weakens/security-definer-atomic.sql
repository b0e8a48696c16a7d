-- warning: security-definer
-- truth: adds function public.count_secrets()
-- probe
CREATE FUNCTION count_secrets() RETURNS bigint LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT count(*) FROM secrets; END;
