-- warning: disable-trigger
-- truth: changes trigger public.orders.orders_touch: enabled O to D
-- probe
alter table only orders disable trigger all;
