-- warning: drop-function
-- truth: removes aggregate public.total_of(integer)
-- probe
DROP AGGREGATE total_of(integer);
