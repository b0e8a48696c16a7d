-- warning: role-membership
-- postgres: 16+
-- probe
GRANT admins TO app_user WITH INHERIT TRUE, SET FALSE;
