-- warning: role-membership
-- postgres: 16+
-- truth: adds membership app_user in admins
-- probe
GRANT admins TO app_user WITH INHERIT TRUE, SET FALSE;
