-- Privileges on schemas, per grantee: what differs from the implicit defaults of the owner.
-- Parameters: none. Lowest server version: 14. Not null: all.
-- Left out: privileges that follow from the owner alone; system and temporary schemas, members of extensions.
-- No role can be called `public`: it is everyone. `not X`: a default privilege that was revoked.
SELECT n.oid::text || ' ' || g.grantee::text AS address,
       n.nspname::text AS parent,
       CASE g.grantee WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(g.grantee)::text END AS name,
       pg_catalog.array_agg(g.privilege ORDER BY g.privilege COLLATE "C") AS privileges
FROM pg_catalog.pg_namespace n
CROSS JOIN LATERAL (
    (SELECT x.grantee, x.privilege_type || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END AS privilege
     FROM pg_catalog.aclexplode(n.nspacl) x
     EXCEPT
     SELECT x.grantee, x.privilege_type FROM pg_catalog.aclexplode(pg_catalog.acldefault('n', n.nspowner)) x)
    UNION ALL
    (SELECT x.grantee, 'not ' || x.privilege_type FROM pg_catalog.aclexplode(pg_catalog.acldefault('n', n.nspowner)) x
     EXCEPT
     SELECT x.grantee, 'not ' || x.privilege_type FROM pg_catalog.aclexplode(n.nspacl) x)
) g
WHERE n.nspacl IS NOT NULL
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = n.oid)
GROUP BY n.oid, n.nspname, g.grantee
ORDER BY n.nspname, g.grantee
