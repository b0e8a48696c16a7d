-- warning: disable-trigger
-- truth: changes trigger public.orders.orders_touch: enabled O to R
-- probe
ALTER TABLE orders ENABLE REPLICA TRIGGER orders_touch;
