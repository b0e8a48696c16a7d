CREATE TABLE t9 (x int);
