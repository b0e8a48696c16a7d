-- What a session holds on relations. No parameters: it is its own session. Columns: oid; mode (a word of pg_locks). Version 14 and later.
SELECT l.relation AS oid, l.mode
FROM pg_catalog.pg_locks l
WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND l.relation >= 16384
ORDER BY 1, 2
