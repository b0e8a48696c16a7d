CREATE TABLE never (x int);
