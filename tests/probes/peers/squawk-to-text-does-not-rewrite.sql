-- truth: locks public.items ACCESS EXCLUSIVE
-- truth: removes constraint public.items.items_pkey
-- truth: removes index public.items_pkey
-- probe
ALTER TABLE items ALTER COLUMN sku TYPE text;
