-- warning: publication-change changes
-- truth: removes published table public.items by changes
-- probe
ALTER PUBLICATION changes SET TABLE orders;
