CREATE TABLE t8 (x int);
