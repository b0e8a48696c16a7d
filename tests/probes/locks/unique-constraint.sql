-- warning: unique-constraint
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- probe
ALTER TABLE users ADD CONSTRAINT users_phone_key UNIQUE (phone);
