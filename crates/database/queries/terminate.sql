-- Purpose: ends one backend, if it is still the one that was shown.
-- Parameters: $1 pid int4, $2 its exact start as text (null: it could not be seen).
-- Columns: ended bool not null. No row: that backend is gone. Lowest server version: 14.
SELECT pg_catalog.pg_terminate_backend(activity.pid) AS ended
FROM pg_catalog.pg_stat_activity AS activity
WHERE activity.pid OPERATOR(pg_catalog.=) $1 AND NOT (activity.backend_start::pg_catalog.text IS DISTINCT FROM $2)
