-- warning: blocking-index users
-- probe
CREATE UNIQUE INDEX IF NOT EXISTS users_phone_key ON ONLY public.users USING btree (phone);
