-- probe
ALTER TABLE users ALTER COLUMN balance TYPE numeric(14, 2);
