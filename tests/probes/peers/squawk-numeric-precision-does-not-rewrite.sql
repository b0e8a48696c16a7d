-- truth: locks public.users ACCESS EXCLUSIVE
-- probe
ALTER TABLE users ALTER COLUMN balance TYPE numeric(16, 2);
