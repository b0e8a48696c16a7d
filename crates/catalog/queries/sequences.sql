-- Sequences, those behind serial and identity columns included (`owned_by` is schema, table and column there).
-- Parameters: none. Lowest server version: 14. Not null: address, schema, name, owner, type.
-- Left out: system and temporary schemas, members of extensions; the position (data, not schema).
-- Null: as it is by default for an ascending sequence of the type.
SELECT c.oid::text AS address,
       n.nspname::text AS schema,
       c.relname::text AS name,
       pg_catalog.pg_get_userbyid(c.relowner)::text AS owner,
       (SELECT ARRAY[tn.nspname::text, t.relname::text, a.attname::text]
        FROM pg_catalog.pg_depend o
        JOIN pg_catalog.pg_class t ON t.oid = o.refobjid
        JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = o.refobjid AND a.attnum = o.refobjsubid
        WHERE o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.objid = c.oid AND o.objsubid = 0
          AND o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.deptype IN ('a', 'i')) AS owned_by,
       CASE c.relpersistence WHEN 'p' THEN NULL WHEN 'u' THEN 'unlogged' ELSE c.relpersistence::text END AS persistence,
       pg_catalog.format_type(s.seqtypid, NULL) AS type,
       CASE WHEN s.seqstart <> 1 THEN s.seqstart::text END AS start,
       CASE WHEN s.seqincrement <> 1 THEN s.seqincrement::text END AS increment,
       CASE WHEN s.seqmin <> 1 THEN s.seqmin::text END AS minimum,
       CASE WHEN s.seqmax <> CASE pg_catalog.format_type(s.seqtypid, NULL)
                             WHEN 'smallint' THEN 32767 WHEN 'integer' THEN 2147483647 ELSE 9223372036854775807 END
            THEN s.seqmax::text END AS maximum,
       CASE WHEN s.seqcache <> 1 THEN s.seqcache::text END AS cache,
       CASE WHEN s.seqcycle THEN 'yes' END AS cycle,
       d.description AS comment
FROM pg_catalog.pg_sequence s
JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.objoid >= 16384 AND d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid = 0
WHERE NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid)
ORDER BY n.nspname, c.relname
