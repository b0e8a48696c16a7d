-- warning: rewriting-type-change users.balance
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: rewrites public.users
-- truth: scans public.users
-- probe
ALTER TABLE users ALTER COLUMN balance TYPE numeric(14, 4);
