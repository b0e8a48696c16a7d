-- warning: role-membership
-- probe
GRANT admins, reporting TO app_user WITH ADMIN OPTION;
