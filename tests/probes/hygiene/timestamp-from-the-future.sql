-- warning: future-timestamp
-- migration: 20990101000000_later
-- measured: no, because it is about the migration's name
-- probe
CREATE TABLE letters (id integer PRIMARY KEY);
