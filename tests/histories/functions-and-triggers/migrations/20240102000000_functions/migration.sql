CREATE FUNCTION touch() RETURNS trigger AS $touch$
BEGIN
    NEW.updated_at := now(); -- not the end;
    RETURN NEW;
END;
$touch$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION add_up(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT a + b;
    SELECT CASE WHEN a > 0 THEN a + b ELSE b END;
END;

CREATE FUNCTION old_style(text) RETURNS text AS '
    SELECT ''it'''' s; '' || $1;
' LANGUAGE sql STRICT;

CREATE FUNCTION balances() RETURNS TABLE (id int, balance numeric) LANGUAGE sql STABLE ROWS 10 AS $$ SELECT id, balance FROM account; $$;
CREATE AGGREGATE product(numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1');
