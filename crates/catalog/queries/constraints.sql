-- Table constraints: primary key, unique, foreign key, check, exclusion.
-- Parameters: none. Lowest server version: 14. Not null: address, schema, parent, name, constraint_type, definition.
-- Left out: constraints of relations in system and temporary schemas and of extensions' relations; constraint triggers (in
-- `triggers.sql`); not-null constraints, rows of their own since 18 (the column says it). The
-- definition says NOT VALID, DEFERRABLE and NOT ENFORCED. `columns` and `referenced_columns` are column positions in key
-- order; `references` is schema and table.
SELECT k.oid::text AS address,
       n.nspname::text AS schema,
       c.relname::text AS parent,
       k.conname::text AS name,
       CASE WHEN k.conparentid <> 0
            THEN (SELECT ARRAY[pn.nspname::text, p.relname::text, pk.conname::text]
                  FROM pg_catalog.pg_constraint pk
                  JOIN pg_catalog.pg_class p ON p.oid = pk.conrelid
                  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
                  WHERE pk.oid = k.conparentid)
            WHEN k.coninhcount > 0
            THEN (SELECT ARRAY[pn.nspname::text, p.relname::text, pk.conname::text]
                  FROM pg_catalog.pg_inherits i
                  JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
                  JOIN pg_catalog.pg_constraint pk ON pk.conrelid = p.oid AND pk.conname = k.conname
                  WHERE i.inhrelid = c.oid
                  ORDER BY i.inhseqno LIMIT 1) END AS inherited_from,
       CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
                      WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclusion' END AS constraint_type,
       pg_catalog.pg_get_constraintdef(k.oid) AS definition,
       k.conkey::text[] AS columns,
       CASE WHEN k.contype = 'f' THEN ARRAY[fn.nspname::text, fc.relname::text] END AS "references",
       CASE WHEN k.contype = 'f' THEN k.confkey::text[] END AS referenced_columns,
       d.description AS comment
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_class fc ON fc.oid = k.confrelid
LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = fc.relnamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.objoid >= 16384 AND d.objoid = k.oid AND d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objsubid = 0
WHERE k.contype IN ('p', 'u', 'f', 'c', 'x')
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid)
ORDER BY n.nspname, c.relname, k.conname
