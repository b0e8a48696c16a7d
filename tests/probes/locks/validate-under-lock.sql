-- warning: work-under-lock | validated-at-once
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- setup
ALTER TABLE users ADD CONSTRAINT users_phone_check CHECK (phone <> '') NOT VALID;
-- probe
ALTER TABLE users ADD COLUMN extra text;
ALTER TABLE users VALIDATE CONSTRAINT users_phone_check;
