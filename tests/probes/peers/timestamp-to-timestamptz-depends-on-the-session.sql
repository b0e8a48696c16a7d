-- warning: rewriting-type-change orders.shipped_at
-- probe
ALTER TABLE orders ALTER COLUMN shipped_at TYPE timestamptz;
