-- warning: drop-trigger
-- truth: removes trigger public.orders.orders_touch
-- probe
drop trigger if exists orders_touch on public.orders cascade;
