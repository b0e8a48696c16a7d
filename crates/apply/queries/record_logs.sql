-- Purpose: what went wrong with a started migration. Parameters: {history}; $1 id, $2 what went wrong. Lowest server version: 14.
UPDATE {history} SET logs = $2 WHERE id::pg_catalog.text OPERATOR(pg_catalog.=) $1
