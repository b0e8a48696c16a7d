-- error: narrowing-type-change users.balance
-- probe
ALTER TABLE users ALTER COLUMN balance TYPE numeric(8, 1);
