CREATE TABLE t13 (x int);
