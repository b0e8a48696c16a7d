-- warning: drop-constraint
-- truth: removes constraint public.orders.orders_number_key
-- truth: removes index public.orders_number_key
-- probe
ALTER TABLE orders DROP CONSTRAINT orders_number_key;
