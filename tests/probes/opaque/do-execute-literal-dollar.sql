-- error: truncate secrets
-- truth: empties public.secrets
-- probe
DO $outer$ BEGIN EXECUTE $inner$ TRUNCATE secrets $inner$; END $outer$;
