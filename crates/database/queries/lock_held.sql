-- Purpose: how many of these advisory locks this very session holds. Parameters: $1 bigint[], the keys.
-- Columns: held int8 not null. Lowest server version: 14.
SELECT pg_catalog.count(DISTINCT lock.key) AS held
FROM (
    SELECT (held.classid::pg_catalog.int8 OPERATOR(pg_catalog.<<) 32) OPERATOR(pg_catalog.|) held.objid::pg_catalog.int8 AS key
    FROM pg_catalog.pg_locks AS held
    WHERE held.locktype OPERATOR(pg_catalog.=) 'advisory' AND held.granted AND held.objsubid OPERATOR(pg_catalog.=) 1
      AND held.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
      AND held.database OPERATOR(pg_catalog.=)
          (SELECT here.oid FROM pg_catalog.pg_database AS here WHERE here.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
) AS lock
WHERE lock.key OPERATOR(pg_catalog.=) ANY ($1)
