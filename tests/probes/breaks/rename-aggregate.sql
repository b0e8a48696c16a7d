-- warning: rename-object
-- truth: changes aggregate public.total_of(integer): name total_of to sum_of
-- probe
ALTER AGGREGATE total_of(integer) RENAME TO sum_of;
