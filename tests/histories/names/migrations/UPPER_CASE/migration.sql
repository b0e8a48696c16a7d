CREATE TABLE t18 (x int);
