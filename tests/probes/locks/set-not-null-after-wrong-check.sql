-- warning: set-not-null users.phone
-- setup
ALTER TABLE users ADD CONSTRAINT users_bio_there CHECK (bio IS NOT NULL);
-- probe
ALTER TABLE users ALTER phone SET NOT NULL;
