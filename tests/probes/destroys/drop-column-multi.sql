-- error: drop-column users.bio
-- error: drop-column users.age
-- truth: adds column public.users.summary
-- truth: removes column public.users.age
-- truth: removes column public.users.bio
-- truth: removes constraint public.users.users_age_check
-- probe
ALTER TABLE users DROP COLUMN bio, ADD COLUMN summary text, DROP age RESTRICT;
