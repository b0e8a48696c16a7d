-- error: powerful-role
-- probe
ALTER USER app_user BYPASSRLS;
