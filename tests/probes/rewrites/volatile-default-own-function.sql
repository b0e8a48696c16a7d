-- warning: volatile-default
-- setup
CREATE FUNCTION new_code() RETURNS text LANGUAGE sql AS 'SELECT md5(random()::text)';
-- probe
ALTER TABLE users ADD COLUMN code text DEFAULT new_code();
