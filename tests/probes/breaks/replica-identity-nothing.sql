-- warning: replica-identity
-- truth: changes table public.orders: replica identity d to n
-- probe
ALTER TABLE orders REPLICA IDENTITY NOTHING;
