CREATE TABLE a (x int, y int, UNIQUE NULLS NOT DISTINCT (x, y));
CREATE VIEW v WITH (security_invoker = true) AS SELECT * FROM a;
