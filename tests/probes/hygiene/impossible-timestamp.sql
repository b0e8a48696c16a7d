-- notice: migration-name
-- migration: 20261399000000_never
-- measured: no, because it is about the migration's name
-- probe
CREATE TABLE letters (id integer PRIMARY KEY);
