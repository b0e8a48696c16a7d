-- error: drop-column items.sku
-- truth: removes column public.items.sku
-- truth: removes constraint public.items.items_pkey
-- truth: removes index public.items_pkey
-- probe
ALTER TABLE items DROP COLUMN sku;
