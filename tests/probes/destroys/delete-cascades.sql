-- warning: delete-cascades
-- truth: deletes 1 rows of public.users
-- truth: deletes 2 rows of public.items
-- truth: deletes 2 rows of public.orders
-- probe
DELETE FROM users WHERE id = 1;
