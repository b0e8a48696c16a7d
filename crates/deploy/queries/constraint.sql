-- Purpose: what a constraint, or a unique index, demands of the rows of a table.
-- Parameters: $1 text, the schema; $2 text, the table; $3 text, the constraint or index, or null. Columns: is_there bool not null (the table);
--          definition text null (there is none of that name). Lowest server version: 14.
SELECT named.oid IS NOT NULL AS is_there,
       COALESCE(
           (SELECT pg_catalog.pg_get_constraintdef(con.oid) FROM pg_catalog.pg_constraint AS con
            WHERE con.conrelid OPERATOR(pg_catalog.=) named.oid AND con.conname::pg_catalog.text OPERATOR(pg_catalog.=) $3
            ORDER BY con.oid LIMIT 1),
           (SELECT pg_catalog.pg_get_indexdef(entry.indexrelid) FROM pg_catalog.pg_index AS entry
            JOIN pg_catalog.pg_class AS index ON index.oid OPERATOR(pg_catalog.=) entry.indexrelid
            WHERE entry.indrelid OPERATOR(pg_catalog.=) named.oid AND index.relname::pg_catalog.text OPERATOR(pg_catalog.=) $3)
       ) AS definition
FROM (SELECT pg_catalog.to_regclass(pg_catalog.format('%I.%I', $1, $2))::pg_catalog.oid AS oid) AS named
