-- error: delete-without-where users
-- truth: adds table public.outcome
-- truth: deletes 3 rows of public.items
-- truth: deletes 3 rows of public.orders
-- truth: deletes 3 rows of public.users
-- probe
CREATE TABLE outcome AS SELECT purge_users();
