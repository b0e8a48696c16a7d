-- error: powerful-role
-- probe
CREATE USER backup_user WITH LOGIN BYPASSRLS;
