CREATE TABLE t22 (x int);
