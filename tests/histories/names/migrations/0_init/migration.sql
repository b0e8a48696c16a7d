CREATE TABLE t0 (x int);
