-- Purpose: which tables this transaction has locked, and how; the history table and the system's own left out.
-- Parameters: $1 text, the history table's quoted name. Columns: relation text not null (schema and name, as people write them);
--          mode text not null (`AccessExclusiveLock`). Lowest server version: 14.
SELECT pg_catalog.format('%I.%I', schema.nspname, class.relname) AS relation, lock.mode
FROM pg_catalog.pg_locks AS lock
JOIN pg_catalog.pg_class AS class ON class.oid OPERATOR(pg_catalog.=) lock.relation
JOIN pg_catalog.pg_namespace AS schema ON schema.oid OPERATOR(pg_catalog.=) class.relnamespace
WHERE lock.locktype OPERATOR(pg_catalog.=) 'relation' AND lock.granted
  AND lock.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
  AND class.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p', 'm', 'f']::"char"[])
  AND class.relpersistence OPERATOR(pg_catalog.<>) 't'
  AND lock.relation OPERATOR(pg_catalog.<>) ALL (ARRAY[pg_catalog.to_regclass($1)]::pg_catalog.oid[])
  AND NOT (schema.nspname OPERATOR(pg_catalog.=) ANY (ARRAY['pg_catalog', 'pg_toast', 'information_schema']::pg_catalog.name[]))
ORDER BY 1, 2
