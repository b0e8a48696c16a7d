CREATE TABLE t25 (x int);
