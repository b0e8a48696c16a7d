-- Purpose: settles the row of a started migration of which nothing remains.
-- Parameters: {history}; $1 id, $2 what went wrong. Lowest server version: 14.
UPDATE {history} SET logs = $2, rolled_back_at = pg_catalog.clock_timestamp()
WHERE id::pg_catalog.text OPERATOR(pg_catalog.=) $1
