-- warning: rewriting-type-change orders.shipped_at
-- truth: locks public.orders ACCESS EXCLUSIVE
-- truth: rewrites public.orders
-- truth: scans public.orders
-- probe
SET LOCAL timezone = 'America/New_York';
ALTER TABLE orders ALTER COLUMN shipped_at TYPE timestamptz;
