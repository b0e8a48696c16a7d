CREATE TABLE person (id int PRIMARY KEY, name text, mail text);
INSERT INTO person VALUES (1, 'Ada Lovelace', 'ada@example.com'), (2, 'Alan Turing', NULL);
