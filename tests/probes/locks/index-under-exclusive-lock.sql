-- warning: work-under-lock | blocking-index
-- truth: locks public.orders ACCESS EXCLUSIVE
-- truth: scans public.orders
-- probe
ALTER TABLE orders ADD COLUMN region text;
CREATE INDEX orders_region_idx ON orders (region);
