CREATE TABLE hidden (x int);
