-- warning: role-membership | create-role
-- truth: adds membership helper in admins
-- truth: adds role helper
-- probe
CREATE ROLE helper IN ROLE admins;
