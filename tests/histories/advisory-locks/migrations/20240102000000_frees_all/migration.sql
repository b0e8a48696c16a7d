SELECT pg_advisory_unlock_all();
SELECT pg_try_advisory_lock(72707369);
