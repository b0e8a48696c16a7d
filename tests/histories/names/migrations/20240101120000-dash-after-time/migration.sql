CREATE TABLE t23 (x int);
