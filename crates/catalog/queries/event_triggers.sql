-- Event triggers.
-- Parameters: none. Lowest server version: 14. Not null: address, name, owner, event, function.
-- Left out: members of extensions, and those of the role `migration_gate`, which is this program's own.
SELECT t.oid::text AS address,
       t.evtname::text AS name,
       pg_catalog.pg_get_userbyid(t.evtowner)::text AS owner,
       t.evtevent::text AS event,
       t.evttags AS tags,
       t.evtfoid::pg_catalog.regprocedure::text AS function,
       CASE t.evtenabled WHEN 'O' THEN NULL WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'on replicas'
                         ELSE t.evtenabled::text END AS firing,
       d.description AS comment
FROM pg_catalog.pg_event_trigger t
LEFT JOIN pg_catalog.pg_description d
       ON d.objoid >= 16384 AND d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass AND d.objsubid = 0
WHERE pg_catalog.pg_get_userbyid(t.evtowner) <> 'migration_gate'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass AND e.objid = t.oid)
ORDER BY t.evtname
