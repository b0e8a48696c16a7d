-- notice: wide-lock
-- truth: locks public.items ACCESS EXCLUSIVE
-- truth: locks public.orders ACCESS EXCLUSIVE
-- truth: locks public.users ACCESS EXCLUSIVE
-- probe
ALTER TABLE users ADD COLUMN tenant integer;
ALTER TABLE orders ADD COLUMN tenant integer;
ALTER TABLE items ADD COLUMN tenant integer;
