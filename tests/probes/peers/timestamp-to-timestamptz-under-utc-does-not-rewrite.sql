-- warning: rewriting-type-change orders.shipped_at | session-state
-- truth: locks public.orders ACCESS EXCLUSIVE
-- probe
SET timezone = 'UTC';
ALTER TABLE orders ALTER COLUMN shipped_at TYPE timestamptz;
