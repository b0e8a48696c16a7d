-- Purpose: what a constraint, or a unique index, demands of the rows of a table; or, where only a column is known, a constraint that wants values
--          in it and was not validated yet (since Postgres 18).
-- Parameters: $1 text, the schema; $2 text, the table; $3 text, the constraint or index, or null; $4 text, the column, or null.
-- Columns: is_there bool not null (the table); name text null, definition text null (there is none). Lowest server version: 14.
SELECT named.oid IS NOT NULL AS is_there, found.name, found.definition
FROM (SELECT pg_catalog.to_regclass(pg_catalog.format('%I.%I', $1, $2))::pg_catalog.oid AS oid) AS named
LEFT JOIN LATERAL (
    SELECT con.conname::pg_catalog.text AS name, pg_catalog.pg_get_constraintdef(con.oid) AS definition
    FROM pg_catalog.pg_constraint AS con
    WHERE con.conrelid OPERATOR(pg_catalog.=) named.oid
      AND CASE WHEN $3 IS NOT NULL THEN con.conname::pg_catalog.text OPERATOR(pg_catalog.=) $3
               ELSE con.contype OPERATOR(pg_catalog.=) 'n' AND NOT con.convalidated AND EXISTS (
                   SELECT 1 FROM pg_catalog.pg_attribute AS own
                   WHERE own.attrelid OPERATOR(pg_catalog.=) con.conrelid AND own.attname::pg_catalog.text OPERATOR(pg_catalog.=) $4
                     AND own.attnum OPERATOR(pg_catalog.=) ANY (con.conkey)) END
    UNION ALL
    SELECT index.relname::pg_catalog.text, pg_catalog.pg_get_indexdef(entry.indexrelid)
    FROM pg_catalog.pg_index AS entry
    JOIN pg_catalog.pg_class AS index ON index.oid OPERATOR(pg_catalog.=) entry.indexrelid
    WHERE entry.indrelid OPERATOR(pg_catalog.=) named.oid AND index.relname::pg_catalog.text OPERATOR(pg_catalog.=) $3
    ORDER BY 2
    LIMIT 1
) AS found ON true
