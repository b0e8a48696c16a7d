CREATE TABLE t15 (x int);
