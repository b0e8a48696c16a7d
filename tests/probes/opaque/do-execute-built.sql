-- warning: dynamic-sql
-- probe
DO $$
DECLARE t text;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'audit' LOOP
        EXECUTE 'DROP TABLE ' || quote_ident('audit') || '.' || quote_ident(t);
    END LOOP;
END
$$;
