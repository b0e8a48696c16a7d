-- warning: delete-cascades
-- truth: deletes 3 rows of public.items
-- truth: deletes 3 rows of public.orders
-- probe
DELETE FROM orders WHERE placed_at < now() + interval '1 day';
