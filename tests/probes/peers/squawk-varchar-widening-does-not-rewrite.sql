-- truth: locks public.orders ACCESS EXCLUSIVE
-- probe
ALTER TABLE orders ALTER COLUMN state TYPE varchar(40);
