-- notice: change-default
-- truth: changes column public.active_users.email: default ''::text to null
-- setup
ALTER VIEW active_users ALTER COLUMN email SET DEFAULT '';
-- probe
ALTER VIEW active_users ALTER COLUMN email DROP DEFAULT;
