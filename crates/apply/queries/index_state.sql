-- Purpose: what a statement that builds an index will meet: an index of that name beside the table, and whether somebody else works on the table
--          (the server's own vacuum is nobody).
--          `suffixed` asks for leftovers of REINDEX CONCURRENTLY on that table instead.
-- Parameters: $1 text, the table's quoted name, as the session's search path reads it; $2 text, the index's name; $3 bool, `suffixed`.
-- Columns: index text not null (quoted, for use in SQL); valid bool not null; busy bool not null. Lowest server version: 14.
SELECT pg_catalog.quote_ident(schema.nspname) OPERATOR(pg_catalog.||) '.'
           OPERATOR(pg_catalog.||) pg_catalog.quote_ident(index.relname) AS index,
       entry.indisvalid AS valid,
       EXISTS (
           SELECT 1 FROM pg_catalog.pg_locks AS lock
           WHERE lock.locktype OPERATOR(pg_catalog.=) 'relation' AND lock.relation OPERATOR(pg_catalog.=) entry.indrelid
             AND lock.granted AND lock.mode OPERATOR(pg_catalog.=) 'ShareUpdateExclusiveLock'
             AND lock.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()
             AND EXISTS (
                 SELECT 1 FROM pg_catalog.pg_stat_activity AS activity
                 WHERE activity.pid OPERATOR(pg_catalog.=) lock.pid AND activity.usesysid IS NOT NULL)
             AND lock.database OPERATOR(pg_catalog.=) (
                 SELECT here.oid FROM pg_catalog.pg_database AS here
                 WHERE here.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
       ) AS busy
FROM pg_catalog.pg_index AS entry
JOIN pg_catalog.pg_class AS index ON index.oid OPERATOR(pg_catalog.=) entry.indexrelid
JOIN pg_catalog.pg_namespace AS schema ON schema.oid OPERATOR(pg_catalog.=) index.relnamespace
WHERE entry.indrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
  AND CASE WHEN $3 THEN NOT entry.indisvalid AND index.relname::pg_catalog.text OPERATOR(pg_catalog.~) '_cc(new|old)[0-9]*$'
           ELSE index.relname::pg_catalog.text OPERATOR(pg_catalog.=) $2 END
ORDER BY 1
