-- error: delete-without-where secrets
-- probe
EXPLAIN ANALYZE DELETE FROM secrets;
