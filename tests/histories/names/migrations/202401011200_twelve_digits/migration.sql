CREATE TABLE t6 (x int);
