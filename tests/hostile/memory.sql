-- aim: take all memory
-- expect: ended
DO $$ DECLARE a text[] := '{}'; BEGIN LOOP a := a || repeat(md5(random()::text), 1000000); END LOOP; END $$;
