-- Purpose: frees each advisory lock of this session once, except those of the keys that stay. Outside of a transaction only.
-- Parameters: $1 bigint[], the keys that stay. Columns: freed bool not null; no row: there is none left. Lowest server version: 14.
SELECT CASE
           WHEN held.objsubid OPERATOR(pg_catalog.=) 2 AND held.mode OPERATOR(pg_catalog.=) 'ShareLock'
               THEN pg_catalog.pg_advisory_unlock_shared(held.classid::pg_catalog.int4, held.objid::pg_catalog.int4)
           WHEN held.objsubid OPERATOR(pg_catalog.=) 2
               THEN pg_catalog.pg_advisory_unlock(held.classid::pg_catalog.int4, held.objid::pg_catalog.int4)
           WHEN held.mode OPERATOR(pg_catalog.=) 'ShareLock' THEN pg_catalog.pg_advisory_unlock_shared(held.key)
           ELSE pg_catalog.pg_advisory_unlock(held.key)
       END AS freed
FROM (
    SELECT lock.classid, lock.objid, lock.objsubid, lock.mode,
           (lock.classid::pg_catalog.int8 OPERATOR(pg_catalog.<<) 32) OPERATOR(pg_catalog.|) lock.objid::pg_catalog.int8 AS key
    FROM pg_catalog.pg_locks AS lock
    WHERE lock.locktype OPERATOR(pg_catalog.=) 'advisory' AND lock.granted
      AND lock.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
) AS held
WHERE NOT (held.objsubid OPERATOR(pg_catalog.=) 1 AND held.mode OPERATOR(pg_catalog.=) 'ExclusiveLock'
           AND held.key OPERATOR(pg_catalog.=) ANY ($1))
