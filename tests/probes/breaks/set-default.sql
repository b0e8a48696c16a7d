-- notice: change-default users.role
-- truth: changes column public.users.role: default 'USER'::role to 'GUEST'::role
-- probe
ALTER TABLE users ALTER role SET DEFAULT 'GUEST';
