-- Purpose: whether a migration has a row that counts, whoever wrote it. Parameters: {history}; $1 name.
-- Columns: finished bool not null. Lowest server version: 14.
SELECT finished_at IS NOT NULL AS finished FROM {history}
WHERE migration_name::pg_catalog.text OPERATOR(pg_catalog.=) $1 AND rolled_back_at IS NULL
ORDER BY started_at LIMIT 1
