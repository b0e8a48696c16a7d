-- Procedures.
-- Parameters: none. Lowest server version: 14. Not null: address, schema, name, arguments, owner, parameters, language, body.
-- Left out: system and temporary schemas, members of extensions.
-- `arguments` are the input types, which identify it; `parameters` has names, modes and defaults too.
-- `body` is a SHA-256: bodies are long, and only whether they differ is asked.
SELECT p.oid::text AS address,
       n.nspname::text AS schema,
       p.proname::text AS name,
       pg_catalog.oidvectortypes(p.proargtypes) AS arguments,
       pg_catalog.pg_get_userbyid(p.proowner)::text AS owner,
       pg_catalog.pg_get_function_arguments(p.oid) AS parameters,
       l.lanname::text AS language,
       CASE WHEN p.prosecdef THEN 'yes' END AS security_definer,
       p.proconfig AS settings,
       pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
           COALESCE(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc) || COALESCE(' in ' || p.probin, ''),
           'UTF8')), 'hex') AS body,
       d.description AS comment
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
LEFT JOIN pg_catalog.pg_description d
       ON d.objoid >= 16384 AND d.objoid = p.oid AND d.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objsubid = 0
WHERE p.oid >= 16384
  AND p.prokind = 'p'
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid)
ORDER BY n.nspname, p.proname, 4
