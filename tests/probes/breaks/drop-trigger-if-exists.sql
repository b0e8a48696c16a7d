-- warning: drop-trigger
-- probe
drop trigger if exists orders_touch on public.orders cascade;
