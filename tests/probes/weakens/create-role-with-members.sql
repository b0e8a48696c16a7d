-- warning: role-membership | create-role
-- probe
CREATE ROLE owners ROLE app_user;
