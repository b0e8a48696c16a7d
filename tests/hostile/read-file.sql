-- aim: read a file of the runner into an error message
-- expect: denied 42501
DO $$ BEGIN RAISE EXCEPTION '%', pg_read_file('@SECRET@'); END $$;
