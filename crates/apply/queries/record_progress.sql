-- Purpose: how many statements of a started migration are done. Parameters: {history}; $1 id, $2 how many, as text.
-- Rows affected: 1, or 0 when the row is gone. Lowest server version: 14.
UPDATE {history} SET applied_steps_count = $2::pg_catalog.int4 WHERE id::pg_catalog.text OPERATOR(pg_catalog.=) $1
