-- Purpose: marks a migration as applied that did not run here, as Prisma's `resolve --applied` does: both times equal, no steps, empty logs.
-- Parameters: {history}; $1 id, $2 checksum, $3 name. Rows affected: 1, or 0 when it has a row that counts. Lowest server version: 14.
INSERT INTO {history} (id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at, applied_steps_count)
SELECT $1, $2, pg_catalog.transaction_timestamp(), $3, '', NULL, pg_catalog.transaction_timestamp(), 0
WHERE NOT EXISTS (
    SELECT 1 FROM {history} AS other
    WHERE other.migration_name::pg_catalog.text OPERATOR(pg_catalog.=) $3 AND other.rolled_back_at IS NULL
)
