-- warning: validated-at-once
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- probe
ALTER TABLE users ADD CONSTRAINT users_phone_check CHECK (phone <> '') NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_phone_check;
