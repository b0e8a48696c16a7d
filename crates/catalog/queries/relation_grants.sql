-- Privileges on relations and their columns, per grantee: what differs from the implicit defaults of the owner.
-- Parameters: none. Lowest server version: 14. Not null: all.
-- Left out: privileges that follow from the owner alone; system and temporary schemas, members of extensions.
-- No role can be called `public`: it is everyone. `not X`: a default privilege that was revoked.
SELECT c.oid::text || ' ' || g.grantee::text AS address,
       n.nspname::text AS schema,
       c.relname::text AS parent,
       CASE g.grantee WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(g.grantee)::text END AS name,
       pg_catalog.array_agg(g.privilege ORDER BY g.privilege COLLATE "C") AS privileges
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT pg_catalog.acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner) AS acl
) usual
CROSS JOIN LATERAL (SELECT COALESCE(c.relacl, usual.acl) AS acl) held
CROSS JOIN LATERAL (
    (SELECT x.grantee, x.privilege_type || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END AS privilege
     FROM pg_catalog.aclexplode(held.acl) x
     EXCEPT
     SELECT x.grantee, x.privilege_type FROM pg_catalog.aclexplode(usual.acl) x)
    UNION ALL
    (SELECT x.grantee, 'not ' || x.privilege_type FROM pg_catalog.aclexplode(usual.acl) x
     EXCEPT
     SELECT x.grantee, 'not ' || x.privilege_type FROM pg_catalog.aclexplode(held.acl) x)
    UNION ALL
    (SELECT DISTINCT x.grantee, x.privilege_type || ' (' || pg_catalog.quote_ident(a.attname) || ')'
                                || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END
     FROM pg_catalog.pg_attribute a
     CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) x
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
) g
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
  AND (c.relacl IS NOT NULL
       OR EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL))
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid)
GROUP BY c.oid, n.nspname, c.relname, g.grantee
ORDER BY n.nspname, c.relname, g.grantee
