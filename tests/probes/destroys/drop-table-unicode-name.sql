-- error: drop-table
-- truth: removes index public.secrets_pkey
-- truth: removes table public.secrets
-- probe
DROP TABLE U&"\0073ecrets";
