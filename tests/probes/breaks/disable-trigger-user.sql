-- warning: disable-trigger
-- truth: changes trigger public.orders.orders_touch: enabled O to D
-- probe
ALTER TABLE public.orders DISABLE TRIGGER USER;
