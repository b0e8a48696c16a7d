-- Purpose: what became of a row of ours. Parameters: {history}; $1 id.
-- Columns: finished bool not null; steps int4 not null. No row: it was never committed. Lowest server version: 14.
SELECT finished_at IS NOT NULL AS finished, applied_steps_count AS steps FROM {history}
WHERE id::pg_catalog.text OPERATOR(pg_catalog.=) $1
