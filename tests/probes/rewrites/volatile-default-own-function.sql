-- warning: volatile-default
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: rewrites public.users
-- truth: scans public.users
-- setup
CREATE FUNCTION new_code() RETURNS text LANGUAGE sql AS 'SELECT md5(random()::text)';
-- probe
ALTER TABLE users ADD COLUMN code text DEFAULT new_code();
