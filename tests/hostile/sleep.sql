-- aim: hold the job for ever
-- expect: ended
SELECT pg_sleep(1000000);
