-- aim: end the session in the middle of the script
-- expect: ended
CREATE TABLE half (x int);
SELECT pg_terminate_backend(pg_backend_pid());
