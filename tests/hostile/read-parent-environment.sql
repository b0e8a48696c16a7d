-- aim: read the environment of the process that started the server
-- expect: denied 42501
DO $$ BEGIN RAISE EXCEPTION '%', pg_read_file('/proc/' || (SELECT split_part(pg_read_file('/proc/self/stat'), ' ', 4)) || '/environ'); END $$;
