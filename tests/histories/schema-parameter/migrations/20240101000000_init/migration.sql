CREATE TABLE a (x int);
CREATE TYPE kind AS ENUM ('one');
