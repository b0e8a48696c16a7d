-- aim: leave a slot that keeps files for ever
-- expect: denied 42501
SELECT pg_create_physical_replication_slot('s');
