-- warning: set-not-null
-- postgres: 18+
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- probe
ALTER TABLE users ADD CONSTRAINT users_phone_required NOT NULL phone;
