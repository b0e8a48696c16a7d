-- error: delete-without-where secrets
-- probe
EXPLAIN (ANALYZE true, BUFFERS, FORMAT json) DELETE FROM secrets;
