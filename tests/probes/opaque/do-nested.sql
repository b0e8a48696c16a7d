-- error: drop-table secrets
-- probe
DO $a$ BEGIN EXECUTE 'DO $b$ BEGIN DROP TABLE secrets; END $b$'; END $a$;
