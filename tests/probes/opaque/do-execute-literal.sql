-- error: drop-table secrets
-- probe
DO $$ BEGIN EXECUTE 'DROP TABLE secrets'; END $$;
