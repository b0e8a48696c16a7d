-- warning: blocking-index users
-- truth: locks public.users SHARE
-- truth: scans public.users
-- probe
CREATE INDEX users_phone_idx ON users (phone);
