-- error: delete-without-where users
-- truth: deletes 3 rows of public.items
-- truth: deletes 3 rows of public.orders
-- truth: deletes 3 rows of public.users
-- probe
SELECT purge_users();
