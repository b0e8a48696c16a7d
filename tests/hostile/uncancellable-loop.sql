-- aim: a loop that survives cancelling and timeouts
-- expect: ended
SET statement_timeout = 0;
DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(1); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END $$;
