-- Purpose: takes up a migration that stopped half way, if its row still says what it said.
-- Parameters: {history}; $1 id, $2 checksum, $3 how many statements are done, as text, $4 what it has to say while it runs.
-- Rows affected: 1, or 0 when the row has changed. Lowest server version: 14.
UPDATE {history} SET logs = $4
WHERE id::pg_catalog.text OPERATOR(pg_catalog.=) $1 AND checksum::pg_catalog.text OPERATOR(pg_catalog.=) $2
  AND applied_steps_count OPERATOR(pg_catalog.=) $3::pg_catalog.int4 AND finished_at IS NULL AND rolled_back_at IS NULL
