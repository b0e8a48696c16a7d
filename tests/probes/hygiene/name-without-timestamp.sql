-- notice: migration-name
-- migration: add_users
-- measured: no, because it is about the migration's name
-- probe
CREATE TABLE letters (id integer PRIMARY KEY);
