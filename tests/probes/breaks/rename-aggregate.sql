-- warning: rename-object
-- probe
ALTER AGGREGATE total_of(integer) RENAME TO sum_of;
