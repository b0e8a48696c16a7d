-- Relations, constraints, enums and routines that belong to extensions.
-- Parameters: none. Lowest server version: 14. Not null: all.
-- `kind` is `table`, `index`, `enum` or `function`. An index belongs to an extension when its table does.
SELECT 'table' AS kind, n.nspname::text AS schema, c.relname::text AS name
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_class c ON c.oid = d.objid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e'
  AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.relkind IN ('r', 'p', 'f')
UNION ALL
SELECT 'index', n.nspname::text, ic.relname::text
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_index x ON x.indrelid = d.objid
JOIN pg_catalog.pg_class ic ON ic.oid = x.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = ic.relnamespace
WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e'
  AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
UNION ALL
SELECT 'enum', n.nspname::text, t.typname::text
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_type t ON t.oid = d.objid
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e'
  AND d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.typtype = 'e'
UNION ALL
SELECT 'function', n.nspname::text, p.proname::text
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_proc p ON p.oid = d.objid
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e'
  AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
UNION ALL
SELECT 'extension', n.nspname::text, e.extname::text
FROM pg_catalog.pg_extension e
JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname = 'plpgsql'
ORDER BY 1, 2, 3
