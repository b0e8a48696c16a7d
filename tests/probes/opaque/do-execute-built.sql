-- warning: dynamic-sql
-- truth: removes index audit.entries_pkey
-- truth: removes sequence audit.entries_id_seq
-- truth: removes table audit.entries
-- probe
DO $$
DECLARE t text;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'audit' LOOP
        EXECUTE 'DROP TABLE ' || quote_ident('audit') || '.' || quote_ident(t);
    END LOOP;
END
$$;
