-- error: drop-table secrets
-- probe
DO $$ BEGIN CALL drop_archive(); END $$;
