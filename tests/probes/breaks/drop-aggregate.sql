-- warning: drop-function
-- probe
DROP AGGREGATE total_of(integer);
