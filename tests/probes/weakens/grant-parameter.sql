-- warning: broad-grant | other-grant | powerful-role
-- postgres: 15+
-- probe
GRANT SET ON PARAMETER session_replication_role TO app_user;
