-- notice: validating-foreign-key | foreign-key-lock
-- truth: locks audit.entries ACCESS EXCLUSIVE
-- truth: locks public.orders SHARE ROW EXCLUSIVE
-- probe
ALTER TABLE audit.entries ADD COLUMN order_id bigint REFERENCES orders (id);
