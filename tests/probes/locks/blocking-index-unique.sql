-- warning: blocking-index users
-- truth: locks public.users SHARE
-- truth: scans public.users
-- probe
CREATE UNIQUE INDEX IF NOT EXISTS users_phone_key ON ONLY public.users USING btree (phone);
