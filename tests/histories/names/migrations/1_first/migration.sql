CREATE TABLE t1 (x int);
