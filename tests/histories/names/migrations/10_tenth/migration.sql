CREATE TABLE t3 (x int);
