-- probe
CREATE TABLE kinds (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO kinds VALUES (1, 'a'), (2, 'b');
UPDATE kinds SET name = upper(name);
DELETE FROM kinds WHERE id = 2;
