-- error: delete-without-where users
-- probe
SELECT * FROM purge_users() AS p (n);
