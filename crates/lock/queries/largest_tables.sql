-- Purpose: the largest tables and materialized views, with their indexes and TOAST. The size of a table that somebody holds or awaits in ACCESS EXCLUSIVE mode is
--          not asked for, because asking would wait for them. Tables of extensions count; system tables do not.
-- Parameters: none. Columns: schema text not null; name text not null; bytes int8 null (not asked for); rows_estimate int8 null (never analysed).
-- Lowest server version: 14.
SELECT namespace.nspname::pg_catalog.text AS schema,
       relation.relname::pg_catalog.text AS name,
       CASE WHEN locked.relation IS NULL THEN pg_catalog.pg_total_relation_size(relation.oid) END AS bytes,
       CASE WHEN relation.reltuples OPERATOR(pg_catalog.>=) 0 THEN relation.reltuples::pg_catalog.int8 END AS rows_estimate
FROM pg_catalog.pg_class AS relation
JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid OPERATOR(pg_catalog.=) relation.relnamespace
LEFT JOIN (
    SELECT DISTINCT held.relation
    FROM pg_catalog.pg_locks AS held
    WHERE held.locktype OPERATOR(pg_catalog.=) 'relation' AND held.mode OPERATOR(pg_catalog.=) 'AccessExclusiveLock'
) AS locked ON locked.relation OPERATOR(pg_catalog.=) relation.oid
WHERE relation.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'm']::pg_catalog."char"[])
  AND namespace.nspname OPERATOR(pg_catalog.<>) 'information_schema'
  AND NOT pg_catalog.starts_with(namespace.nspname::pg_catalog.text, 'pg_')
ORDER BY bytes DESC NULLS LAST, rows_estimate DESC NULLS LAST, schema, name
LIMIT 10
