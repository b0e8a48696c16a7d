-- error: narrowing-type-change users.balance
-- truth: changes column public.users.balance: type numeric(10,2) to integer
-- probe
ALTER TABLE users ALTER COLUMN balance TYPE integer;
