-- warning: change-default users.role
-- truth: changes column public.users.role: default 'USER'::role to null
-- probe
ALTER TABLE users ALTER COLUMN role DROP DEFAULT;
