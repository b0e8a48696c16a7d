CREATE TABLE t4 (x int);
