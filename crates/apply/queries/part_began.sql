-- Purpose: the moment at which one of several scripts in a transaction begins, and whether its migration has a row that counts, whoever wrote it.
-- Parameters: {history}; $1 name. Columns: now timestamptz not null; finished bool null (no such row). Lowest server version: 14.
SELECT pg_catalog.clock_timestamp() AS now,
       (SELECT other.finished_at IS NOT NULL FROM {history} AS other
        WHERE other.migration_name::pg_catalog.text OPERATOR(pg_catalog.=) $1 AND other.rolled_back_at IS NULL
        ORDER BY other.started_at LIMIT 1) AS finished
