-- error: narrowing-type-change users.balance
-- truth: changes column public.users.balance: type numeric(10,2) to numeric(8,1)
-- probe
ALTER TABLE users ALTER COLUMN balance TYPE numeric(8, 1);
