-- warning: replica-identity
-- setup
ALTER TABLE orders ALTER COLUMN number SET NOT NULL;
-- probe
ALTER TABLE orders REPLICA IDENTITY USING INDEX orders_number_key;
