-- error: powerful-role
-- probe
ALTER ROLE app_user WITH SUPERUSER;
