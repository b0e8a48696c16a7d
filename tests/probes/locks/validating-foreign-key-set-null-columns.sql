-- warning: validating-foreign-key
-- postgres: 15+
-- truth: locks public.items SHARE ROW EXCLUSIVE
-- truth: locks public.orders SHARE ROW EXCLUSIVE
-- truth: scans public.items
-- truth: scans public.orders
-- probe
ALTER TABLE items ADD CONSTRAINT items_second FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE SET NULL (order_id);
