-- warning: security-definer
-- probe
CREATE FUNCTION count_secrets() RETURNS bigint LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT count(*) FROM secrets; END;
