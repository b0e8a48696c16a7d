-- warning: role-membership
-- probe
ALTER GROUP admins ADD USER app_user;
