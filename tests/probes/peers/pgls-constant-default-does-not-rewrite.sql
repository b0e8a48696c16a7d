-- truth: locks public.orders ACCESS EXCLUSIVE
-- probe
ALTER TABLE orders ADD COLUMN priority integer NOT NULL DEFAULT 3;
