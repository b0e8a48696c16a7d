-- The tables, partitioned tables and materialized views that there are. Columns: oid, file node, name, all text. Lowest server version: 14.
SELECT c.oid::text, coalesce(pg_catalog.pg_relation_filenode(c.oid), 0)::text, n.nspname || '.' || c.relname
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
