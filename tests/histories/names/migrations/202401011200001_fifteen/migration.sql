CREATE TABLE t10 (x int);
