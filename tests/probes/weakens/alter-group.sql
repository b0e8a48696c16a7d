-- warning: role-membership
-- truth: adds membership app_user in admins
-- probe
ALTER GROUP admins ADD USER app_user;
