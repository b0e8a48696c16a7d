-- Purpose: the row of a migration that is about to run outside of one transaction.
-- Parameters: {history}; $1 id, $2 checksum, $3 name, $4 null, or what it has to say while it runs. Lowest server version: 14.
INSERT INTO {history} (id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at, applied_steps_count)
VALUES ($1, $2, NULL, $3, $4, NULL, pg_catalog.clock_timestamp(), 0)
