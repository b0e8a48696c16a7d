-- warning: delete-by-join
-- truth: deletes 3 rows of public.items
-- truth: deletes 3 rows of public.orders
-- probe
DELETE FROM orders USING users WHERE orders.user_id = users.id AND users.active;
