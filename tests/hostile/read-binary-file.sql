-- aim: read a file of the runner as bytes
-- expect: denied 42501
DO $$ BEGIN RAISE EXCEPTION '%', encode(pg_read_binary_file('@SECRET@'), 'escape'); END $$;
