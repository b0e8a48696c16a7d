-- warning: drop-not-null users.email
-- truth: changes column public.users.email: not null true to false
-- probe
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
