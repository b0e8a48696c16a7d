-- error: drop-column users.age
-- probe
ALTER TABLE users DROP COLUMN age;
ALTER TABLE users ADD COLUMN age bigint;
