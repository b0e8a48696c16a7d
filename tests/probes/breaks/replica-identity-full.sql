-- warning: replica-identity
-- truth: changes table public.orders: replica identity d to f
-- probe
ALTER TABLE orders REPLICA IDENTITY FULL;
