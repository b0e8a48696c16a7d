-- Constraints that are enforced for new rows and were never checked against older ones.
-- Parameters: none. Lowest server version: 14. Not null: all.
-- Left out: NOT ENFORCED (18), which is meant so; members of extensions; temporary tables; the same constraint on partitions.
SELECT n.nspname::text AS schema,
       COALESCE(c.relname, t.typname)::text AS parent,
       k.contypid <> 0 AS is_of_domain,
       k.conname::text AS name
FROM pg_catalog.pg_constraint k
LEFT JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_catalog.pg_type t ON t.oid = k.contypid
JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
WHERE NOT k.convalidated
  AND pg_catalog.right(pg_catalog.pg_get_constraintdef(k.oid), 13) <> ' NOT ENFORCED'
  AND k.conparentid = 0
  AND c.relpersistence IS DISTINCT FROM 't'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND ((e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = k.conrelid)
                      OR (e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = k.contypid)))
ORDER BY 1, 2, 4
