-- aim: read the environment of the server, which may hold tokens
-- expect: denied 42501
DO $$ BEGIN RAISE EXCEPTION '%', pg_read_file('/proc/self/environ'); END $$;
