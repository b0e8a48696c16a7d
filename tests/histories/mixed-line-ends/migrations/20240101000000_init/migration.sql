CREATE TABLE a (x int);
-- a comment that ends hereCREATE TABLE b (y int);
CREATE TABLE c (z text DEFAULT 'onetwo
three
');
