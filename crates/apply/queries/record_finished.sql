-- Purpose: marks a started migration as applied. Parameters: {history}; $1 id. Lowest server version: 14.
UPDATE {history} SET finished_at = pg_catalog.clock_timestamp(), applied_steps_count = 1, logs = NULL
WHERE id::pg_catalog.text OPERATOR(pg_catalog.=) $1
