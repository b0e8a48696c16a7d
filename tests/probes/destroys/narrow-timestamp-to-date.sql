-- error: narrowing-type-change users.created_at
-- probe
ALTER TABLE users ALTER COLUMN created_at TYPE date;
