-- warning: rewriting-type-change orders.shipped_at
-- truth: locks public.orders ACCESS EXCLUSIVE
-- probe
ALTER TABLE orders ALTER COLUMN shipped_at TYPE timestamptz;
