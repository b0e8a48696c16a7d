CREATE TABLE t2 (x int);
