SELECT pg_advisory_xact_lock(42);
CREATE TABLE a (x int);
NOTIFY changed, 'a';
