-- warning: revoke | role-membership
-- truth: removes membership trainee in admins
-- probe
REVOKE admins FROM trainee;
