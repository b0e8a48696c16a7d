-- warning: change-default users.id
-- truth: changes column public.users.id: default nextval('users_id_seq'::regclass) to null
-- probe
ALTER TABLE users ALTER COLUMN id DROP DEFAULT;
