-- error: delete-without-where users
-- probe
SELECT 1 WHERE public.purge_users() = 0;
