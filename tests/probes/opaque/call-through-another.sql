-- error: delete-without-where users
-- truth: adds function public.indirect()
-- truth: deletes 3 rows of public.items
-- truth: deletes 3 rows of public.orders
-- truth: deletes 3 rows of public.users
-- probe
CREATE FUNCTION indirect() RETURNS integer LANGUAGE sql AS 'SELECT purge_users()';
SELECT indirect();
