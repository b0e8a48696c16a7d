CREATE TABLE item (id int PRIMARY KEY, a int, b text);
INSERT INTO item SELECT n, n % 7, 'b' || n FROM generate_series(1, 200) AS n;
