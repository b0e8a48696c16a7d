-- Who is at the other end: the server process, when it began, and the nonce that it was started with.
-- pid: not null. backend_start: text of the server's clock, not null. nonce: null when the setting is unknown there.
-- Since version 14.
SELECT
    pg_catalog.pg_backend_pid() AS pid,
    (SELECT activity.backend_start::pg_catalog.text
       FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) AS activity) AS backend_start,
    pg_catalog.current_setting('migration_gate.nonce', true) AS nonce
