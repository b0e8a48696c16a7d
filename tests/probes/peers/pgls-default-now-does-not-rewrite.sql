-- truth: locks public.orders ACCESS EXCLUSIVE
-- probe
ALTER TABLE orders ADD COLUMN seen_at timestamptz DEFAULT now();
