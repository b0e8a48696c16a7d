-- notice: rename-object
-- truth: changes trigger public.orders.orders_touch: name orders_touch to orders_stamp
-- probe
ALTER TRIGGER orders_touch ON orders RENAME TO orders_stamp;
