-- aim: fill the disk with one table
-- expect: ended
SET statement_timeout = 0;
CREATE TABLE big AS SELECT repeat(md5(n::text), 200) AS t FROM generate_series(1, 100000000) n;
