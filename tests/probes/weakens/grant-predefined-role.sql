-- error: powerful-role
-- truth: adds membership app_user in pg_execute_server_program
-- probe
GRANT pg_execute_server_program TO app_user;
