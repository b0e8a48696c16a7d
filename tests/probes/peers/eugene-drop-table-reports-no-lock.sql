-- error: drop-table boats
-- probe
DROP TABLE boats;
