-- warning: set-not-null users.phone
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- setup
ALTER TABLE users ADD CONSTRAINT users_phone_there CHECK (phone IS NOT NULL) NOT VALID;
-- probe
ALTER TABLE users ALTER phone SET NOT NULL;
