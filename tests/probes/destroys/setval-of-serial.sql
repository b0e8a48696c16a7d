-- warning: sequence-reset
-- truth: moves sequence public.users_id_seq from 3 to not called
-- probe
SELECT pg_catalog.setval(pg_get_serial_sequence('users', 'id'), 1, false);
