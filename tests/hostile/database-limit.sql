-- aim: no more connections to this database
-- expect: harmless or ended
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 0', current_database()); END $$;
