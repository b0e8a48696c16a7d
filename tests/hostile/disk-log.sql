-- aim: fill the disk with the write-ahead log
-- expect: ended
DO $$ BEGIN LOOP PERFORM pg_logical_emit_message(false, 'x', repeat(md5(random()::text), 300000)); END LOOP; END $$;
