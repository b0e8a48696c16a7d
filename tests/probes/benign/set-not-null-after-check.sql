-- setup
ALTER TABLE users ADD CONSTRAINT users_phone_there CHECK (phone IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_phone_there;
-- probe
ALTER TABLE users ALTER COLUMN phone SET NOT NULL;
