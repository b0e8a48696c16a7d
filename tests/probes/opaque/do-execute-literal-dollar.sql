-- error: truncate secrets
-- probe
DO $outer$ BEGIN EXECUTE $inner$ TRUNCATE secrets $inner$; END $outer$;
