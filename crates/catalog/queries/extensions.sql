-- Extensions. Their members are left out everywhere else: the extension's version stands for them.
-- Parameters: none. Lowest server version: 14. Not null: all.
-- Left out: plpgsql, which every database has from birth.
SELECT e.oid::text AS address,
       e.extname::text AS name,
       n.nspname::text AS in_schema,
       e.extversion AS version
FROM pg_catalog.pg_extension e
JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname <> 'plpgsql'
ORDER BY e.extname
