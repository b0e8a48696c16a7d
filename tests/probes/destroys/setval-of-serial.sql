-- warning: sequence-reset
-- probe
SELECT pg_catalog.setval(pg_get_serial_sequence('users', 'id'), 1, false);
