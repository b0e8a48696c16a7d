-- aim: burn the processor
-- expect: ended
DO $$ BEGIN LOOP END LOOP; END $$;
