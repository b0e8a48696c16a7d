-- probe
CREATE TABLE tags (id integer, name varchar(50), old text);
ALTER TABLE tags ALTER COLUMN name TYPE varchar(10);
ALTER TABLE tags DROP COLUMN old;
ALTER TABLE tags RENAME COLUMN name TO label;
ALTER TABLE tags ADD COLUMN number serial;
DROP TABLE tags;
