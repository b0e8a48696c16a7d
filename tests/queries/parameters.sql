-- Who may set which parameter: the rest of the facts, with the same columns. Version 15 and later.
SELECT 'privilege:' || p.oid || ':' || a.grantee || ':' || a.privilege_type AS key, NULL AS parent, 'privilege' AS kind,
    a.privilege_type || ' on parameter ' || p.parname || ' for ' || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(a.grantee)::text END AS name, '{}' AS attributes
FROM pg_catalog.pg_parameter_acl p CROSS JOIN LATERAL pg_catalog.aclexplode(p.paracl) a
ORDER BY 1
