CREATE TABLE t19 (x int);
