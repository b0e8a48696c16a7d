-- error: powerful-role
-- truth: changes role app_user: superuser false to true
-- probe
ALTER ROLE app_user WITH SUPERUSER;
