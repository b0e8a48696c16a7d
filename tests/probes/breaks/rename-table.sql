-- error: rename-table users
-- probe
ALTER TABLE users RENAME TO people;
