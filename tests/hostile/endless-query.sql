-- aim: burn the processor in one query
-- expect: ended
SET statement_timeout = 0;
SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b;
