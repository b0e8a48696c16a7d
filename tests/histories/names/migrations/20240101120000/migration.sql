CREATE TABLE t12 (x int);
