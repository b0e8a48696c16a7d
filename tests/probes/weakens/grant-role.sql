-- warning: role-membership
-- probe
GRANT admins TO app_user;
