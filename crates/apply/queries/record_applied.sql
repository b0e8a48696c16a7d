-- Purpose: the row of a migration that ran inside this very transaction; writes nothing when it is another one, because
--          the script ended ours. The operator is qualified: the script may have changed the search path.
-- Parameters: {history}; $1 id, $2 checksum, $3 name, $4 the transaction that was open before the script, $5 timestamptz, when the script began;
--          null: with the transaction.
-- Rows affected: 1, or 0 when the fence does not hold. Lowest server version: 14.
INSERT INTO {history} (id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at, applied_steps_count)
SELECT $1, $2, pg_catalog.clock_timestamp(), $3, NULL, NULL, COALESCE($5, pg_catalog.transaction_timestamp()), 1
WHERE pg_catalog.pg_current_xact_id()::pg_catalog.text OPERATOR(pg_catalog.=) $4
