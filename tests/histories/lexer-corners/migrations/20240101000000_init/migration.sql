CREATE TABLE note (id int, t text);
