-- error: narrowing-type-change users.name
-- probe
ALTER TABLE users ALTER COLUMN name TYPE varchar(20);
