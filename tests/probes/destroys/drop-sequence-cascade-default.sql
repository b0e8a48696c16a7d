-- error: drop-sequence users_id_seq
-- truth: changes column public.users.id: default nextval('users_id_seq'::regclass) to null
-- truth: removes sequence public.users_id_seq
-- probe
DROP SEQUENCE IF EXISTS public.users_id_seq CASCADE;
