-- error: delete-without-where users
-- probe
SELECT purge_users();
