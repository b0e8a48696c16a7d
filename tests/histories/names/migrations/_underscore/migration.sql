CREATE TABLE t21 (x int);
