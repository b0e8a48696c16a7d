-- What another session waits for. Parameter: its process. Columns: oid of the relation; mode. Version 14 and later.
SELECT l.relation AS oid, l.mode
FROM pg_catalog.pg_locks l
WHERE l.pid = $1 AND l.locktype = 'relation' AND NOT l.granted
ORDER BY 1
