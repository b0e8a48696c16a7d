-- warning: role-membership
-- truth: adds membership app_user in admins
-- probe
GRANT admins TO app_user;
