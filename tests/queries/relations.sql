-- The relations that people made, and the file that each has its rows in. No parameters. Columns: oid; name; kind (one letter of
-- pg_class.relkind); file (null where it has none); readable (whether it can be read: a materialized
-- view may never have been filled). Version 14 and later.
SELECT c.oid, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS name, c.relkind AS kind, pg_catalog.pg_relation_filenode(c.oid) AS file,
    c.relispopulated AS readable
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind <> 'c'
ORDER BY 2
