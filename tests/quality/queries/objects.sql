-- Everything that a migration can drop or rename, by what identifies it as long as it lives.
-- Columns: kind, id, name (as people know it), all text. Lowest server version: 14.
WITH space AS (
    SELECT oid, nspname FROM pg_catalog.pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
)
SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type'
           WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' ELSE 'table' END,
       c.oid::text, s.nspname || '.' || c.relname
FROM pg_catalog.pg_class c JOIN space s ON s.oid = c.relnamespace WHERE c.relkind <> 't'
UNION ALL
SELECT 'column', a.attrelid::text || '.' || a.attnum::text, s.nspname || '.' || c.relname || '.' || a.attname
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN space s ON s.oid = c.relnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'c')
UNION ALL
SELECT 'type', t.oid::text, s.nspname || '.' || t.typname
FROM pg_catalog.pg_type t JOIN space s ON s.oid = t.typnamespace WHERE t.typtype IN ('e', 'd', 'r')
UNION ALL
SELECT 'enum value', e.oid::text, e.enumlabel::text FROM pg_catalog.pg_enum e
UNION ALL
SELECT 'function', p.oid::text, s.nspname || '.' || p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')'
FROM pg_catalog.pg_proc p JOIN space s ON s.oid = p.pronamespace
UNION ALL
SELECT 'schema', oid::text, nspname::text FROM space
UNION ALL
SELECT 'extension', oid::text, extname::text FROM pg_catalog.pg_extension
UNION ALL
SELECT 'constraint', k.oid::text, c.relname || '.' || k.conname
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN space s ON s.oid = k.connamespace
WHERE k.contype IN ('c', 'f', 'p', 'u', 'x')
UNION ALL
SELECT 'trigger', t.oid::text, c.relname || '.' || t.tgname
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT 'policy', p.oid::text, c.relname || '.' || p.polname
FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
