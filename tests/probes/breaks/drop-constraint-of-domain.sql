-- warning: drop-constraint
-- truth: removes constraint public.quantity.quantity_check
-- probe
ALTER DOMAIN quantity DROP CONSTRAINT quantity_check;
