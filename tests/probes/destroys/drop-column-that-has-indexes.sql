-- error: drop-column users.name
-- truth: removes column public.users.name
-- truth: removes index public.users_name_idx
-- probe
ALTER TABLE users DROP COLUMN name;
