-- setup
ALTER TABLE users ADD CONSTRAINT users_phone_check CHECK (phone <> '') NOT VALID;
-- probe
ALTER TABLE users VALIDATE CONSTRAINT users_phone_check;
