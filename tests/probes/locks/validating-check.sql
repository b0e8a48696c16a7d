-- warning: validating-check
-- probe
ALTER TABLE users ADD CONSTRAINT users_phone_check CHECK (phone <> '');
