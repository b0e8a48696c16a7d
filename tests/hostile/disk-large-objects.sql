-- aim: fill the disk with large objects
-- expect: ended
DO $$ BEGIN LOOP PERFORM lo_from_bytea(0, convert_to(repeat(md5(random()::text), 30000), 'UTF8')); END LOOP; END $$;
