-- warning: role-membership | create-role
-- truth: adds membership app_user in owners
-- truth: adds role owners
-- probe
CREATE ROLE owners ROLE app_user;
