-- error: drop-table secrets
-- probe
DROP TABLE secrets;
