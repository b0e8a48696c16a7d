-- error: narrowing-type-change users.phone
-- probe
ALTER TABLE users ALTER COLUMN bio TYPE text, ALTER COLUMN phone TYPE char(5);
