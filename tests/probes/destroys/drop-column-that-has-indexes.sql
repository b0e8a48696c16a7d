-- error: drop-column users.name
-- probe
ALTER TABLE users DROP COLUMN name;
