CREATE TABLE t14 (x int);
