-- probe
EXPLAIN (ANALYZE false, COSTS off) DELETE FROM secrets;
