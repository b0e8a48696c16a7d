CREATE TABLE t17 (x int);
