-- warning: rewriting-type-change orders.shipped_at
-- probe
SET LOCAL timezone = 'America/New_York';
ALTER TABLE orders ALTER COLUMN shipped_at TYPE timestamptz;
