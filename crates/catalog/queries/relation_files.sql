-- The file of each table and materialized view: another number than before means that it was rewritten or emptied.
-- Parameters: none. Lowest server version: 14. Not null: all.
-- Left out: system and temporary schemas; partitioned tables, which have no file. Members of extensions are included.
SELECT n.nspname::text AS schema,
       c.relname::text AS name,
       pg_catalog.pg_relation_filenode(c.oid) AS file
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm')
  AND pg_catalog.pg_relation_filenode(c.oid) IS NOT NULL
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname
