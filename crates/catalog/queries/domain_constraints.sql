-- Checks of domains.
-- Parameters: none. Lowest server version: 14. Not null: address, schema, parent, name, definition.
-- Left out: system and temporary schemas, members of extensions; not-null constraints (the domain says it).
SELECT k.oid::text AS address,
       n.nspname::text AS schema,
       t.typname::text AS parent,
       k.conname::text AS name,
       pg_catalog.pg_get_constraintdef(k.oid) AS definition,
       d.description AS comment
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_type t ON t.oid = k.contypid
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.objoid >= 16384 AND d.objoid = k.oid AND d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objsubid = 0
WHERE k.contype = 'c'
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid)
ORDER BY n.nspname, t.typname, k.conname
