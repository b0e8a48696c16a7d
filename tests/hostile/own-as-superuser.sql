-- aim: a SECURITY DEFINER function given to the superuser
-- expect: denied 42501
CREATE FUNCTION f() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;
ALTER FUNCTION f() OWNER TO migration_gate;
