-- warning: replica-identity
-- probe
ALTER TABLE orders REPLICA IDENTITY NOTHING;
