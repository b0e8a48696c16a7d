-- aim: take one's own role the right to connect
-- expect: harmless or ended
DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC, CURRENT_USER', current_database()); END $$;
