-- warning: set-not-null users.phone
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- setup
ALTER TABLE users ADD CONSTRAINT users_bio_there CHECK (bio IS NOT NULL);
-- probe
ALTER TABLE users ALTER phone SET NOT NULL;
