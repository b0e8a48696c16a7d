-- error: drop-column users.active
-- truth: removes column public.users.active
-- truth: removes statistics public.users_stats
-- truth: removes view public.active_users
-- probe
ALTER TABLE users DROP COLUMN active CASCADE;
