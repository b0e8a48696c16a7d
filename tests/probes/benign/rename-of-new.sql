-- probe
CREATE TABLE fresh_new (id integer);
ALTER TABLE fresh_new RENAME TO fresh;
