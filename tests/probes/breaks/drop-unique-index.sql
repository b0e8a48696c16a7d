-- error: drop-index users_email_key
-- truth: removes index public.users_email_key
-- probe
DROP INDEX users_email_key;
