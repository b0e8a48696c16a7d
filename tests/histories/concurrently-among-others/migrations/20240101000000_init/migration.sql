CREATE TABLE item (id int PRIMARY KEY, a int, b text);
