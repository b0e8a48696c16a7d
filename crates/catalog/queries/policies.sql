-- Row security policies.
-- Parameters: none. Lowest server version: 14. Not null: address, schema, parent, name, command, roles.
-- Left out: system and temporary schemas, extensions' relations. No role can be called `public`: it is everyone.
SELECT o.oid::text AS address,
       n.nspname::text AS schema,
       c.relname::text AS parent,
       o.polname::text AS name,
       CASE o.polcmd WHEN '*' THEN 'all' WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
                     WHEN 'd' THEN 'delete' ELSE o.polcmd::text END AS command,
       CASE WHEN NOT o.polpermissive THEN 'yes' END AS restrictive,
       ARRAY(SELECT CASE r WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(r)::text END COLLATE "C"
             FROM pg_catalog.unnest(o.polroles) r ORDER BY 1) AS roles,
       pg_catalog.pg_get_expr(o.polqual, o.polrelid) AS "using",
       pg_catalog.pg_get_expr(o.polwithcheck, o.polrelid) AS with_check,
       d.description AS comment
FROM pg_catalog.pg_policy o
JOIN pg_catalog.pg_class c ON c.oid = o.polrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.objoid >= 16384 AND d.objoid = o.oid AND d.classoid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND d.objsubid = 0
WHERE NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid)
ORDER BY n.nspname, c.relname, o.polname
