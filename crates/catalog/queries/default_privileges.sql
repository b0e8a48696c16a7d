-- Default privileges: what a role's future objects come with, per grantee and sort of object.
-- Parameters: none. Lowest server version: 14. Nullable: schema (null: in all schemas) and each list.
-- Left out: what is so by default. `parent` is the role that will create the objects.
-- No role can be called `public`: it is everyone. `not X`: a default privilege that was revoked.
SELECT d.defaclrole::text || ' ' || d.defaclnamespace::text || ' ' || g.grantee::text AS address,
       n.nspname::text AS schema,
       pg_catalog.pg_get_userbyid(d.defaclrole)::text AS parent,
       CASE g.grantee WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(g.grantee)::text END AS name,
       pg_catalog.array_agg(g.privilege ORDER BY g.privilege COLLATE "C") FILTER (WHERE d.defaclobjtype = 'r') AS tables,
       pg_catalog.array_agg(g.privilege ORDER BY g.privilege COLLATE "C") FILTER (WHERE d.defaclobjtype = 'S') AS sequences,
       pg_catalog.array_agg(g.privilege ORDER BY g.privilege COLLATE "C") FILTER (WHERE d.defaclobjtype = 'f') AS functions,
       pg_catalog.array_agg(g.privilege ORDER BY g.privilege COLLATE "C") FILTER (WHERE d.defaclobjtype = 'T') AS types,
       pg_catalog.array_agg(g.privilege ORDER BY g.privilege COLLATE "C") FILTER (WHERE d.defaclobjtype = 'n') AS schemas,
       pg_catalog.array_agg(g.privilege ORDER BY g.privilege COLLATE "C") FILTER (WHERE d.defaclobjtype NOT IN ('r', 'S', 'f', 'T', 'n')) AS other_objects
FROM pg_catalog.pg_default_acl d
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
-- An entry for all schemas replaces the built-in default; one for a schema adds to it (a column's default is: nothing).
CROSS JOIN LATERAL (SELECT CASE WHEN d.defaclnamespace = 0
                                THEN pg_catalog.acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)
                                ELSE pg_catalog.acldefault('c', d.defaclrole) END AS acl) usual
CROSS JOIN LATERAL (
    (SELECT x.grantee, x.privilege_type || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END AS privilege
     FROM pg_catalog.aclexplode(d.defaclacl) x
     EXCEPT
     SELECT x.grantee, x.privilege_type FROM pg_catalog.aclexplode(usual.acl) x)
    UNION ALL
    (SELECT x.grantee, 'not ' || x.privilege_type FROM pg_catalog.aclexplode(usual.acl) x
     EXCEPT
     SELECT x.grantee, 'not ' || x.privilege_type FROM pg_catalog.aclexplode(d.defaclacl) x)
) g
GROUP BY d.defaclrole, d.defaclnamespace, n.nspname, g.grantee
ORDER BY d.defaclrole, n.nspname, g.grantee
