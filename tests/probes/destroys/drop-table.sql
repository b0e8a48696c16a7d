-- error: drop-table secrets
-- truth: removes index public.secrets_pkey
-- truth: removes table public.secrets
-- probe
DROP TABLE secrets;
