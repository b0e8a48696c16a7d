-- Indexes that are not valid: what a CREATE INDEX CONCURRENTLY or a REINDEX CONCURRENTLY left that did not end, what one makes that runs
-- now, and indexes of partitioned tables that lack a partition's.
-- Parameters: none. Lowest server version: 14. Not null: all but `constraint`.
-- Left out: temporary tables. Included: TOAST tables, under the name of the table that they are of.
-- `is_being_built` is seen of others' sessions only by roles that may read statistics of all.
SELECT n.nspname::text AS schema,
       ic.relname::text AS name,
       tn.nspname::text AS table_schema,
       t.relname::text AS table_name,
       ic.relkind = 'I' AS is_partitioned,
       c.relkind = 't' AS is_toast,
       x.indisunique AS is_unique,
       EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = x.indexrelid) AS is_being_built,
       (SELECT k.conname::text FROM pg_catalog.pg_constraint k
        WHERE k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')) AS constraint
FROM pg_catalog.pg_index x
JOIN pg_catalog.pg_class ic ON ic.oid = x.indexrelid
JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
JOIN pg_catalog.pg_class t ON t.oid = CASE WHEN c.relkind = 't'
     THEN (SELECT o.oid FROM pg_catalog.pg_class o WHERE o.reltoastrelid = c.oid) ELSE c.oid END
JOIN pg_catalog.pg_namespace n ON n.oid = ic.relnamespace
JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
WHERE NOT (x.indisvalid AND x.indisready AND x.indislive)
  AND t.relpersistence <> 't'
ORDER BY 1, 2
