-- aim: an error of 100 MB
-- expect: ended
DO $$ BEGIN RAISE EXCEPTION '%', repeat('x', 100000000); END $$;
