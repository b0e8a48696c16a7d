-- error: delete-without-where secrets
-- truth: deletes 2 rows of public.secrets
-- setup
CREATE FUNCTION purge_secrets() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN DELETE FROM public.secrets; RETURN 0; END $$;
-- probe
CREATE MATERIALIZED VIEW purged AS SELECT purge_secrets();
