CREATE TABLE t24 (x int);
