-- warning: publication-change | other-object-dropped
-- truth: removes publication changes
-- truth: removes published table public.items by changes
-- truth: removes published table public.orders by changes
-- probe
DROP PUBLICATION changes;
