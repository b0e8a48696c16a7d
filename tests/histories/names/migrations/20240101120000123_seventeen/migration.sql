CREATE TABLE t11 (x int);
