-- warning: publication-change changes
-- truth: removes published table public.items by changes
-- probe
ALTER PUBLICATION changes DROP TABLE items;
