-- warning: set-not-null users.phone
-- setup
ALTER TABLE users ADD CONSTRAINT users_phone_there CHECK (phone IS NOT NULL) NOT VALID;
-- probe
ALTER TABLE users ALTER phone SET NOT NULL;
