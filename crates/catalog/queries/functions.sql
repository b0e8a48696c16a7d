-- Functions, window functions included.
-- Parameters: none. Lowest server version: 14. Not null: address, schema, name, arguments, owner, parameters, language, body.
-- Left out: aggregates and procedures (queries of their own), system and temporary schemas, members of extensions, what a type
-- made for itself (the constructors of ranges).
-- `arguments` are the input types, which identify it; `parameters` has names, modes and defaults too.
-- `body` is a SHA-256: bodies are long, and only whether they differ is asked.
SELECT p.oid::text AS address,
       n.nspname::text AS schema,
       p.proname::text AS name,
       pg_catalog.oidvectortypes(p.proargtypes) AS arguments,
       pg_catalog.pg_get_userbyid(p.proowner)::text AS owner,
       CASE p.prokind WHEN 'f' THEN NULL WHEN 'w' THEN 'window function' ELSE p.prokind::text END AS sort,
       pg_catalog.pg_get_function_arguments(p.oid) AS parameters,
       pg_catalog.pg_get_function_result(p.oid) AS returns,
       l.lanname::text AS language,
       CASE p.provolatile WHEN 'v' THEN NULL WHEN 's' THEN 'stable' WHEN 'i' THEN 'immutable'
                          ELSE p.provolatile::text END AS volatility,
       CASE WHEN p.prosecdef THEN 'yes' END AS security_definer,
       CASE WHEN p.proisstrict THEN 'yes' END AS strict,
       CASE WHEN p.proleakproof THEN 'yes' END AS leakproof,
       CASE p.proparallel WHEN 'u' THEN NULL WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted'
                          ELSE p.proparallel::text END AS parallel,
       CASE WHEN p.procost <> CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END
            THEN p.procost::text END AS cost,
       CASE WHEN p.prorows NOT IN (0, 1000) THEN p.prorows::text END AS rows,
       CASE WHEN p.prosupport <> 0 THEN p.prosupport::pg_catalog.regprocedure::text END AS support,
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
  AND p.prokind IN ('f', 'w')
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
ORDER BY n.nspname, p.proname, 4
