-- error: powerful-role
-- probe
CREATE ROLE root_of_all SUPERUSER LOGIN;
