-- error: drop-table secrets
-- probe
CREATE FUNCTION once() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE IF EXISTS secrets; END $$;
SELECT once();
DROP FUNCTION once();
