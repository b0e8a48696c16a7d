-- error: drop-sequence users_id_seq
-- probe
DROP SEQUENCE IF EXISTS public.users_id_seq CASCADE;
