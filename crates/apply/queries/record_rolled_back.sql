-- Purpose: the row of a migration whose transaction was rolled back: what went wrong is kept, and nothing is left for a person to settle.
-- Parameters: {history}; $1 id, $2 checksum, $3 name, $4 what went wrong. Lowest server version: 14.
INSERT INTO {history} (id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at, applied_steps_count)
VALUES ($1, $2, NULL, $3, $4, pg_catalog.clock_timestamp(), pg_catalog.clock_timestamp(), 0)
