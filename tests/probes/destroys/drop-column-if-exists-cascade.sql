-- error: drop-column users.email
-- probe
ALTER TABLE IF EXISTS ONLY public.users DROP COLUMN IF EXISTS email CASCADE;
