-- aim: end the other sessions of the same role: the runner's
-- expect: harmless or ended
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid();
