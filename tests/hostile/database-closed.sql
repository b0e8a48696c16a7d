-- aim: refuse connections to this database
-- expect: harmless or ended
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I ALLOW_CONNECTIONS false', current_database()); END $$;
