-- error: powerful-role
-- probe
GRANT pg_execute_server_program TO app_user;
