DROP TRIGGER account_touch ON account;
DROP FUNCTION touch();
CREATE OR REPLACE FUNCTION add_up(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
ALTER FUNCTION balances() SET search_path = public, pg_temp;
ALTER FUNCTION old_style(text) RENAME TO plural;
