-- error: drop-index users_email_key
-- probe
DROP INDEX users_email_key;
