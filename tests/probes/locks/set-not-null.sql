-- warning: set-not-null users.phone
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- probe
ALTER TABLE users ALTER COLUMN phone SET NOT NULL;
