-- Domains. Their checks are in `domain_constraints.sql`.
-- Parameters: none. Lowest server version: 14. Not null: address, schema, name, owner, type.
-- Left out: system and temporary schemas, members of extensions.
SELECT t.oid::text AS address,
       n.nspname::text AS schema,
       t.typname::text AS name,
       pg_catalog.pg_get_userbyid(t.typowner)::text AS owner,
       pg_catalog.format_type(t.typbasetype, t.typtypmod) AS type,
       CASE WHEN t.typnotnull THEN 'yes' END AS not_null,
       pg_catalog.pg_get_expr(t.typdefaultbin, 0) AS "default",
       CASE WHEN t.typcollation <> b.typcollation
            THEN (SELECT pg_catalog.format('%I.%I', ln.nspname, l.collname)
                  FROM pg_catalog.pg_collation l
                  JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
                  WHERE l.oid = t.typcollation) END AS collation,
       d.description AS comment
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_catalog.pg_description d
       ON d.objoid >= 16384 AND d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objsubid = 0
WHERE t.oid >= 16384
  AND t.typtype = 'd'
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid)
ORDER BY n.nspname, t.typname
