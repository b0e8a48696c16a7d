-- warning: replica-identity
-- truth: changes table public.orders: replica identity d to i
-- setup
ALTER TABLE orders ALTER COLUMN number SET NOT NULL;
-- probe
ALTER TABLE orders REPLICA IDENTITY USING INDEX orders_number_key;
