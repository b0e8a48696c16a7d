-- error: drop-table secrets
-- truth: removes index public.secrets_pkey
-- truth: removes table public.secrets
-- probe
DO $$ -- begin
/* nothing */ BEGIN /* here */ DROP -- it
TABLE secrets; END $$;
