-- aim: a message of 100 MB
-- expect: harmless or ended
DO $$ BEGIN RAISE WARNING '%', repeat('x', 100000000); END $$;
