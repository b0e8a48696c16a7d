-- error: delete-without-where users
-- probe
DO $$ BEGIN PERFORM purge_users(); END $$;
