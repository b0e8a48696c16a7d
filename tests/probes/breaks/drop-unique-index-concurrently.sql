-- error: drop-index users_email_key
-- runs: alone
-- probe
DROP INDEX CONCURRENTLY IF EXISTS users_email_key;
