-- error: drop-table secrets
-- truth: removes index public.secrets_pkey
-- truth: removes table public.secrets
-- probe
CREATE FUNCTION once() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE IF EXISTS secrets; END $$;
SELECT once();
DROP FUNCTION once();
