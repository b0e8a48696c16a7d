-- Composite types that stand alone, with their attributes in order.
-- Parameters: none. Lowest server version: 14. Not null: address, schema, name, owner, attributes.
-- Left out: the row types of relations, system and temporary schemas, members of extensions.
SELECT t.oid::text AS address,
       n.nspname::text AS schema,
       t.typname::text AS name,
       pg_catalog.pg_get_userbyid(t.typowner)::text AS owner,
       ARRAY(SELECT pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
                    || CASE WHEN a.attcollation <> at.typcollation
                            THEN (SELECT pg_catalog.format(' COLLATE %I.%I', ln.nspname, l.collname)
                                  FROM pg_catalog.pg_collation l
                                  JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
                                  WHERE l.oid = a.attcollation)
                            ELSE '' END
             FROM pg_catalog.pg_attribute a
             JOIN pg_catalog.pg_type at ON at.oid = a.atttypid
             WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attnum) AS attributes,
       d.description AS comment
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.objoid >= 16384 AND d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objsubid = 0
WHERE t.oid >= 16384
  AND t.typtype = 'c'
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid)
ORDER BY n.nspname, t.typname
