-- error: drop-column users.age
-- truth: adds column public.users.age
-- truth: removes column public.users.age
-- truth: removes constraint public.users.users_age_check
-- probe
ALTER TABLE users DROP COLUMN age;
ALTER TABLE users ADD COLUMN age bigint;
