-- warning: drop-trigger
-- truth: removes trigger public.orders.orders_touch
-- probe
DROP TRIGGER orders_touch ON orders;
