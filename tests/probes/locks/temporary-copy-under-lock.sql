-- warning: work-under-lock
-- probe
ALTER TABLE orders ADD COLUMN extra text;
CREATE TEMP TABLE order_copies AS SELECT * FROM orders;
