-- error: drop-table secrets
-- probe
DO $$ -- begin
/* nothing */ BEGIN /* here */ DROP -- it
TABLE secrets; END $$;
