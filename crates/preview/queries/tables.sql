-- Purpose: how big the tables are that a deploy touches, and what stands on them.
-- Parameters: $1 text[] schemas, $2 text[] names, side by side.
-- Columns: schema, name text not null; rows bigint null (never analysed); bytes bigint null (indexes and
--          TOAST included, of a partitioned table its partitions'); indexes, invalid_indexes, unvalidated text[] not null.
-- Takes ACCESS SHARE on each for an instant. Lowest server version: 14.
SELECT namespace.nspname::pg_catalog.text AS schema,
       relation.relname::pg_catalog.text AS name,
       CASE WHEN relation.reltuples >= 0 THEN relation.reltuples::pg_catalog.int8 END AS rows,
       CASE relation.relkind WHEN 'p' THEN (SELECT pg_catalog.sum(pg_catalog.pg_total_relation_size(part.relid))::pg_catalog.int8
                                            FROM pg_catalog.pg_partition_tree(relation.oid) AS part)
                             ELSE pg_catalog.pg_total_relation_size(relation.oid) END AS bytes,
       ARRAY(SELECT class.relname::pg_catalog.text FROM pg_catalog.pg_index AS own JOIN pg_catalog.pg_class AS class ON class.oid = own.indexrelid
             WHERE own.indrelid = relation.oid ORDER BY 1) AS indexes,
       ARRAY(SELECT class.relname::pg_catalog.text FROM pg_catalog.pg_index AS own JOIN pg_catalog.pg_class AS class ON class.oid = own.indexrelid
             WHERE own.indrelid = relation.oid AND NOT own.indisvalid ORDER BY 1) AS invalid_indexes,
       ARRAY(SELECT own.conname::pg_catalog.text FROM pg_catalog.pg_constraint AS own
             WHERE own.conrelid = relation.oid AND NOT own.convalidated ORDER BY 1) AS unvalidated
FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) AS asked (schema, name)
JOIN pg_catalog.pg_namespace AS namespace ON namespace.nspname = asked.schema
JOIN pg_catalog.pg_class AS relation ON relation.relnamespace = namespace.oid AND relation.relname = asked.name
WHERE relation.relkind IN ('r', 'p', 'm', 'f')
ORDER BY namespace.nspname, relation.relname
