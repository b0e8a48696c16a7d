-- warning: validated-at-once
-- probe
ALTER TABLE users ADD CONSTRAINT users_phone_check CHECK (phone <> '') NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_phone_check;
