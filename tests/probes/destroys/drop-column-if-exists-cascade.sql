-- error: drop-column users.email
-- truth: removes column public.users.email
-- truth: removes index public.users_email_key
-- truth: removes view public.active_users
-- probe
ALTER TABLE IF EXISTS ONLY public.users DROP COLUMN IF EXISTS email CASCADE;
