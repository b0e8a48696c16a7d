-- warning: rewriting-type-change orders.shipped_at | session-state
-- probe
SET timezone = 'UTC';
ALTER TABLE orders ALTER COLUMN shipped_at TYPE timestamptz;
