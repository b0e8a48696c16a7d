-- error: powerful-role
-- truth: adds role backup_user
-- probe
CREATE USER backup_user WITH LOGIN BYPASSRLS;
