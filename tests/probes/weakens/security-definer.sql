-- error: security-definer
-- probe
CREATE FUNCTION all_secrets() RETURNS SETOF secrets LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM secrets';
