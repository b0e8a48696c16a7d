-- Purpose: indexes that a build left behind unfinished. Those of partitioned tables are invalid by design until every partition has its own,
--          and are left out. Columns: index text not null, table text not null (schema and name, as people write them). Lowest server version: 14.
SELECT pg_catalog.format('%I.%I', schema.nspname, index.relname) AS index,
       pg_catalog.format('%I.%I', table_schema.nspname, owner.relname) AS table
FROM pg_catalog.pg_index AS entry
JOIN pg_catalog.pg_class AS index ON index.oid OPERATOR(pg_catalog.=) entry.indexrelid
JOIN pg_catalog.pg_namespace AS schema ON schema.oid OPERATOR(pg_catalog.=) index.relnamespace
JOIN pg_catalog.pg_class AS owner ON owner.oid OPERATOR(pg_catalog.=) entry.indrelid
JOIN pg_catalog.pg_namespace AS table_schema ON table_schema.oid OPERATOR(pg_catalog.=) owner.relnamespace
WHERE NOT entry.indisvalid AND index.relkind OPERATOR(pg_catalog.=) 'i' AND index.relpersistence OPERATOR(pg_catalog.<>) 't'
ORDER BY 1
