-- error: drop-extension citext
-- truth: removes column public.users.nickname
-- truth: removes extension citext
-- probe
DROP EXTENSION citext CASCADE;
