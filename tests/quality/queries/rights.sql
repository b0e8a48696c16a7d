-- What somebody may do, one line for each right; a line more than before is a right more than before.
-- Columns: id of the object that it is a right on, whom (a client role, or another), the right, all text.
-- Lowest server version: 14.
WITH granted AS (
    SELECT c.oid::text AS id, pg_catalog.aclexplode(coalesce(c.relacl, pg_catalog.acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) AS acl, c.relowner AS owner
    FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT a.attrelid::text || '.' || a.attnum::text, pg_catalog.aclexplode(a.attacl), c.relowner
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid WHERE a.attacl IS NOT NULL
    UNION ALL
    SELECT p.oid::text, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))), p.proowner FROM pg_catalog.pg_proc p
    WHERE p.oid >= 16384
    UNION ALL
    SELECT n.oid::text, pg_catalog.aclexplode(coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))), n.nspowner FROM pg_catalog.pg_namespace n
    UNION ALL
    SELECT 'defaults', pg_catalog.aclexplode(d.defaclacl), d.defaclrole FROM pg_catalog.pg_default_acl d
)
SELECT g.id,
       CASE WHEN (g.acl).grantee = 0 THEN 'client' WHEN r.rolname IN ('anon', 'authenticated') THEN 'client' ELSE 'other' END,
       coalesce(r.rolname, 'public') || ' ' || (g.acl).privilege_type || CASE WHEN (g.acl).is_grantable THEN ' and may grant it' ELSE '' END
FROM granted g LEFT JOIN pg_catalog.pg_roles r ON r.oid = (g.acl).grantee
WHERE (g.acl).grantee <> g.owner
UNION ALL
SELECT c.oid::text, 'client', 'row security is off'
FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relrowsecurity AND c.oid >= 16384
UNION ALL
SELECT 'anything', 'client', 'an open policy on ' || p.polrelid::pg_catalog.regclass::text || ' for ' || p.polcmd::text
FROM pg_catalog.pg_policy p
WHERE p.polpermissive
  AND (pg_catalog.pg_get_expr(p.polqual, p.polrelid) = 'true' OR pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) = 'true')
UNION ALL
SELECT 'anything', 'client', 'definer without a search path ' || p.oid::text
FROM pg_catalog.pg_proc p
WHERE p.oid >= 16384 AND p.prosecdef
  AND NOT coalesce((SELECT bool_or(setting LIKE 'search_path=%') FROM pg_catalog.unnest(p.proconfig) AS setting), false)
UNION ALL
SELECT 'anything', 'other', 'member ' || m.member::text || ' of ' || m.roleid::text FROM pg_catalog.pg_auth_members m
