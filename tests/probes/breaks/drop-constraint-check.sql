-- warning: drop-constraint
-- truth: removes constraint public.users.users_age_check
-- probe
ALTER TABLE IF EXISTS users DROP CONSTRAINT IF EXISTS users_age_check;
