-- probe
EXPLAIN DELETE FROM secrets;
