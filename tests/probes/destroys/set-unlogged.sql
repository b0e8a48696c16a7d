-- error: set-unlogged secrets
-- truth: changes index public.secrets_pkey: persistence p to u
-- truth: changes table public.secrets: persistence p to u
-- probe
ALTER TABLE secrets SET UNLOGGED;
