-- error: drop-column users.phone
-- truth: removes column public.users.phone
-- probe
ALTER TABLE users DROP COLUMN phone;
