-- warning: role-membership | create-role
-- probe
CREATE ROLE helper IN ROLE admins;
