-- error: drop-table
-- truth: removes index public.secrets_pkey
-- truth: removes table public.secrets
-- probe
DROP TABLE IF EXISTS U&"s!0065crets" UESCAPE '!' RESTRICT;
