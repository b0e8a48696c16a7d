CREATE TABLE t16 (x int);
