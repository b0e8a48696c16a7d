CREATE TABLE item (id int PRIMARY KEY, a int, b text);
INSERT INTO item VALUES (1, 1, 'same'), (2, 2, 'same');
