-- aim: the same with every limit of the server lifted
-- expect: ended
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SELECT pg_sleep(1000000);
