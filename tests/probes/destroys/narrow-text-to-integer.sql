-- error: narrowing-type-change orders.number
-- truth: adds constraint public.orders.orders_number_key
-- truth: adds index public.orders_number_key
-- truth: changes column public.orders.number: type text to integer
-- truth: removes constraint public.orders.orders_number_key
-- truth: removes index public.orders_number_key
-- probe
ALTER TABLE orders ALTER number TYPE integer USING NULL;
