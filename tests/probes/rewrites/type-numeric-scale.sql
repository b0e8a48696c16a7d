-- warning: rewriting-type-change orders.total
-- probe
ALTER TABLE orders ALTER COLUMN total TYPE numeric(14, 4);
