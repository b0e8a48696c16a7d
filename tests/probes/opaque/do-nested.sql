-- error: drop-table secrets
-- truth: removes index public.secrets_pkey
-- truth: removes table public.secrets
-- probe
DO $a$ BEGIN EXECUTE 'DO $b$ BEGIN DROP TABLE secrets; END $b$'; END $a$;
