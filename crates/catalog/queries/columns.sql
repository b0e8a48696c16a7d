-- Columns of tables and foreign tables.
-- Parameters: none. Lowest server version: 14. Not null: address, position, schema, parent, name, type.
-- Left out: columns of relations in system and temporary schemas and of extensions' relations; columns of views (their
-- definition says them) and of composite types (an attribute list there). Of `attoptions` only two known keys are read,
-- because minor releases write internal ones into it.
SELECT c.oid::text || '.' || a.attnum::text AS address,
       a.attnum AS position,
       n.nspname::text AS schema,
       c.relname::text AS parent,
       a.attname::text AS name,
       CASE WHEN a.attinhcount > 0
            THEN (SELECT ARRAY[pn.nspname::text, p.relname::text, a.attname::text]
                  FROM pg_catalog.pg_inherits i
                  JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
                  JOIN pg_catalog.pg_attribute pa ON pa.attrelid = p.oid AND pa.attname = a.attname AND pa.attnum > 0
                  WHERE i.inhrelid = c.oid
                  ORDER BY i.inhseqno LIMIT 1) END AS inherited_from,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
       CASE WHEN a.attnotnull THEN 'yes' END AS not_null,
       CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(v.adbin, v.adrelid) END AS "default",
       CASE a.attidentity WHEN '' THEN NULL WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default'
                          ELSE a.attidentity::text END AS identity,
       CASE a.attgenerated WHEN '' THEN NULL
                           ELSE '(' || pg_catalog.pg_get_expr(v.adbin, v.adrelid) || ')'
                                || CASE a.attgenerated WHEN 's' THEN ' stored' WHEN 'v' THEN ' virtual'
                                                       ELSE a.attgenerated::text END END AS generated,
       CASE WHEN a.attcollation <> t.typcollation
            THEN (SELECT pg_catalog.format('%I.%I', ln.nspname, l.collname)
                  FROM pg_catalog.pg_collation l
                  JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
                  WHERE l.oid = a.attcollation) END AS collation,
       CASE WHEN a.attstorage <> t.typstorage
            THEN CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' WHEN 'x' THEN 'extended'
                                   ELSE a.attstorage::text END END AS storage,
       CASE a.attcompression WHEN '' THEN NULL WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4'
                             ELSE a.attcompression::text END AS compression,
       CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::text END AS statistics,
       CASE WHEN a.attoptions IS NOT NULL
            THEN (SELECT pg_catalog.array_agg(o ORDER BY o COLLATE "C") FROM pg_catalog.unnest(a.attoptions) o
                  WHERE o LIKE 'n\_distinct=%' OR o LIKE 'n\_distinct\_inherited=%') END AS options,
       a.attfdwoptions AS foreign_options,
       d.description AS comment
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
LEFT JOIN pg_catalog.pg_description d
       ON d.objoid >= 16384 AND d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid = a.attnum
WHERE c.relkind IN ('r', 'p', 'f')
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid)
ORDER BY n.nspname, c.relname, a.attnum
