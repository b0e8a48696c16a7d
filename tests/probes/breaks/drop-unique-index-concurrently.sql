-- error: drop-index users_email_key
-- runs: alone
-- truth: removes index public.users_email_key
-- probe
DROP INDEX CONCURRENTLY IF EXISTS users_email_key;
