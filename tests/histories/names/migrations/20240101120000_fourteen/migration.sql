CREATE TABLE t7 (x int);
