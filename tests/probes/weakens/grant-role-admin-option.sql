-- warning: role-membership
-- truth: adds membership app_user in admins
-- truth: adds membership app_user in reporting
-- probe
GRANT admins, reporting TO app_user WITH ADMIN OPTION;
