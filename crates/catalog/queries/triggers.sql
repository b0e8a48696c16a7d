-- Triggers of tables, foreign tables and views.
-- Parameters: none. Lowest server version: 14. Not null: address, schema, parent, name, definition.
-- Left out: the triggers behind constraints, system and temporary schemas, extensions' relations.
SELECT t.oid::text AS address,
       n.nspname::text AS schema,
       c.relname::text AS parent,
       t.tgname::text AS name,
       CASE WHEN t.tgparentid <> 0
            THEN (SELECT ARRAY[pn.nspname::text, p.relname::text, pt.tgname::text]
                  FROM pg_catalog.pg_trigger pt
                  JOIN pg_catalog.pg_class p ON p.oid = pt.tgrelid
                  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
                  WHERE pt.oid = t.tgparentid) END AS inherited_from,
       pg_catalog.pg_get_triggerdef(t.oid) AS definition,
       CASE t.tgenabled WHEN 'O' THEN NULL WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'on replicas'
                        ELSE t.tgenabled::text END AS firing,
       d.description AS comment
FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.objoid >= 16384 AND d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND d.objsubid = 0
WHERE NOT t.tgisinternal
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid)
ORDER BY n.nspname, c.relname, t.tgname
