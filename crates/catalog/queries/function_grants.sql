-- Privileges on functions, procedures and aggregates, per grantee: what differs from the implicit defaults of the owner.
-- Parameters: none. Lowest server version: 14. Not null: all.
-- Left out: privileges that follow from the owner alone; system and temporary schemas, members of extensions.
-- No role can be called `public`: it is everyone. `not X`: a default privilege that was revoked.
SELECT p.oid::text || ' ' || g.grantee::text AS address,
       n.nspname::text AS schema,
       p.proname::text AS parent,
       CASE g.grantee WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(g.grantee)::text END AS name,
       pg_catalog.oidvectortypes(p.proargtypes) AS arguments,
       pg_catalog.array_agg(g.privilege ORDER BY g.privilege COLLATE "C") AS privileges
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
CROSS JOIN LATERAL (
    (SELECT x.grantee, x.privilege_type || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END AS privilege
     FROM pg_catalog.aclexplode(p.proacl) x
     EXCEPT
     SELECT x.grantee, x.privilege_type FROM pg_catalog.aclexplode(pg_catalog.acldefault('f', p.proowner)) x)
    UNION ALL
    (SELECT x.grantee, 'not ' || x.privilege_type FROM pg_catalog.aclexplode(pg_catalog.acldefault('f', p.proowner)) x
     EXCEPT
     SELECT x.grantee, 'not ' || x.privilege_type FROM pg_catalog.aclexplode(p.proacl) x)
) g
WHERE p.oid >= 16384
  AND p.proacl IS NOT NULL
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid)
GROUP BY p.oid, n.nspname, p.proname, p.proargtypes, g.grantee
ORDER BY n.nspname, p.proname, p.oid, g.grantee
