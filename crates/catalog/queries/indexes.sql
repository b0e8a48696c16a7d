-- Indexes of tables and materialized views.
-- Parameters: none. Lowest server version: 14. Not null: address, schema, parent, name, definition.
-- Left out: indexes that a constraint made (the constraint stands for them), indexes of relations in system and temporary
-- schemas and of extensions' relations. `definition` is what follows the table's name in CREATE INDEX, so that a rename does
-- not change it. `columns` are the positions of the key columns; null when an expression is among them.
SELECT x.indexrelid::text AS address,
       n.nspname::text AS schema,
       c.relname::text AS parent,
       ic.relname::text AS name,
       CASE WHEN ic.relispartition
            THEN (SELECT ARRAY[pn.nspname::text, pc.relname::text, p.relname::text]
                  FROM pg_catalog.pg_inherits i
                  JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
                  JOIN pg_catalog.pg_index px ON px.indexrelid = p.oid
                  JOIN pg_catalog.pg_class pc ON pc.oid = px.indrelid
                  WHERE i.inhrelid = ic.oid) END AS inherited_from,
       CASE WHEN x.indisunique THEN 'yes' END AS "unique",
       CASE WHEN pg_catalog.starts_with(s.whole, s.head) THEN pg_catalog.substr(s.whole, pg_catalog.length(s.head) + 1)
            ELSE s.whole END AS definition,
       CASE WHEN ic.relispartition
            THEN (SELECT i.inhparent::pg_catalog.regclass::text
                  FROM pg_catalog.pg_inherits i WHERE i.inhrelid = ic.oid) END AS attached_to,
       CASE WHEN NOT x.indisvalid THEN 'yes' END AS invalid,
       CASE WHEN x.indisreplident THEN 'yes' END AS is_replica_identity,
       CASE WHEN x.indisclustered THEN 'yes' END AS clusters,
       CASE WHEN NOT (0 = ANY (x.indkey::pg_catalog.int2[]))
            THEN (x.indkey::pg_catalog.int2[])[0:x.indnkeyatts - 1]::text[] END AS columns,
       d.description AS comment
FROM pg_catalog.pg_index x
JOIN pg_catalog.pg_class ic ON ic.oid = x.indexrelid
JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (SELECT pg_catalog.pg_get_indexdef(x.indexrelid) AS whole,
                           'CREATE ' || CASE WHEN x.indisunique THEN 'UNIQUE ' ELSE '' END
                           || 'INDEX ' || pg_catalog.quote_ident(ic.relname)
                           || ' ON ' || CASE WHEN ic.relkind = 'I' THEN 'ONLY ' ELSE '' END
                           || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
                           || ' USING ' AS head
                    OFFSET 0) s
LEFT JOIN pg_catalog.pg_description d
       ON d.objoid >= 16384 AND d.objoid = x.indexrelid AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid = 0
WHERE NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                  WHERE k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x'))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                  WHERE e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e'
                    AND e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid)
ORDER BY n.nspname, c.relname, ic.relname
