-- Aggregates.
-- Parameters: none. Lowest server version: 14. Not null: address, schema, name, arguments, owner, parameters, returns, transition.
-- Left out: system and temporary schemas, members of extensions.
SELECT p.oid::text AS address,
       n.nspname::text AS schema,
       p.proname::text AS name,
       pg_catalog.oidvectortypes(p.proargtypes) AS arguments,
       pg_catalog.pg_get_userbyid(p.proowner)::text AS owner,
       pg_catalog.pg_get_function_arguments(p.oid) AS parameters,
       pg_catalog.pg_get_function_result(p.oid) AS returns,
       a.aggtransfn::pg_catalog.regprocedure::text || ' over ' || pg_catalog.format_type(a.aggtranstype, NULL) AS transition,
       a.agginitval AS initial,
       CASE WHEN a.aggfinalfn <> 0 THEN a.aggfinalfn::pg_catalog.regprocedure::text || ' ' || a.aggfinalmodify::text
                                        || CASE WHEN a.aggfinalextra THEN ' extra' ELSE '' END END AS final,
       CASE WHEN a.aggcombinefn <> 0 THEN a.aggcombinefn::pg_catalog.regprocedure::text END AS combine,
       CASE WHEN a.aggserialfn <> 0 THEN a.aggserialfn::pg_catalog.regprocedure::text END AS serialize,
       CASE WHEN a.aggdeserialfn <> 0 THEN a.aggdeserialfn::pg_catalog.regprocedure::text END AS deserialize,
       CASE WHEN a.aggmtransfn <> 0
            THEN a.aggmtransfn::pg_catalog.regprocedure::text || ', ' || a.aggminvtransfn::pg_catalog.regprocedure::text
                 || ' over ' || pg_catalog.format_type(a.aggmtranstype, NULL) || COALESCE(' from ' || a.aggminitval, '')
                 || CASE WHEN a.aggmfinalfn <> 0 THEN ' to ' || a.aggmfinalfn::pg_catalog.regprocedure::text
                                                      || ' ' || a.aggmfinalmodify::text ELSE '' END END AS moving,
       CASE WHEN a.aggsortop <> 0 THEN a.aggsortop::pg_catalog.regoperator::text END AS sort_operator,
       CASE WHEN a.aggkind <> 'n' THEN a.aggkind::text END AS sort,
       CASE p.proparallel WHEN 'u' THEN NULL WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted'
                          ELSE p.proparallel::text END AS parallel,
       d.description AS comment
FROM pg_catalog.pg_aggregate a
JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.objoid >= 16384 AND d.objoid = p.oid AND d.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objsubid = 0
WHERE p.oid >= 16384
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid)
ORDER BY n.nspname, p.proname, 4
