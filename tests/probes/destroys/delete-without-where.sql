-- error: delete-without-where orders
-- truth: deletes 3 rows of public.items
-- truth: deletes 3 rows of public.orders
-- probe
DELETE FROM orders;
