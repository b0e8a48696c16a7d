-- warning: validating-foreign-key
-- postgres: 15+
-- probe
ALTER TABLE items ADD CONSTRAINT items_second FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE SET NULL (order_id);
