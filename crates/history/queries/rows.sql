-- Purpose: all rows of the history, in Prisma's order. Logs only of rows that block, the first few kilobytes.
-- Parameters: {history} is the table's quoted, qualified name.
-- Columns: id, checksum, name, started_at text not null; finished_at, rolled_back_at, logs text null; steps integer not null.
--          Times are UTC, ISO 8601 with microseconds. Lowest server version: 14.
SELECT id::pg_catalog.text AS id,
       checksum::pg_catalog.text AS checksum,
       migration_name::pg_catalog.text AS name,
       pg_catalog.to_char(pg_catalog.timezone('UTC', started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS started_at,
       pg_catalog.to_char(pg_catalog.timezone('UTC', finished_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS finished_at,
       pg_catalog.to_char(pg_catalog.timezone('UTC', rolled_back_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS rolled_back_at,
       CASE WHEN finished_at IS NULL AND rolled_back_at IS NULL THEN pg_catalog.left(logs, 4096) END AS logs,
       applied_steps_count AS steps
FROM {history} AS history
ORDER BY history.started_at, history.migration_name COLLATE pg_catalog."C", history.id
