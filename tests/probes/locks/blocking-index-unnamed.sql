-- warning: blocking-index orders
-- truth: locks public.orders SHARE
-- truth: scans public.orders
-- probe
CREATE INDEX ON orders (lower(note)) WHERE note IS NOT NULL;
