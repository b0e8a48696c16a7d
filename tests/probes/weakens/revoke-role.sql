-- warning: revoke | role-membership
-- probe
REVOKE admins FROM trainee;
