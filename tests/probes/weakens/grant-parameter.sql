-- warning: broad-grant | other-grant | powerful-role
-- postgres: 15+
-- truth: adds privilege ALTER SYSTEM on parameter session_replication_role for migration_gate
-- truth: adds privilege SET on parameter session_replication_role for app_user
-- truth: adds privilege SET on parameter session_replication_role for migration_gate
-- probe
GRANT SET ON PARAMETER session_replication_role TO app_user;
