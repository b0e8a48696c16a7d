-- warning: work-under-lock
-- truth: locks public.orders ACCESS EXCLUSIVE
-- truth: scans public.orders
-- probe
ALTER TABLE orders ADD COLUMN extra text;
CREATE TEMP TABLE order_copies AS SELECT * FROM orders;
