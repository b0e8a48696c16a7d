-- error: set-schema users
-- truth: changes column public.users.id: default nextval('users_id_seq'::regclass) to nextval('app.users_id_seq'::regclass)
-- truth: changes index public.users_email_key: schema public to app
-- truth: changes index public.users_name_idx: schema public to app
-- truth: changes index public.users_pkey: schema public to app
-- truth: changes sequence public.users_id_seq: schema public to app
-- truth: changes table public.users: schema public to app
-- probe
ALTER TABLE users SET SCHEMA app;
