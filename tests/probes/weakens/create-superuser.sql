-- error: powerful-role
-- truth: adds role root_of_all
-- probe
CREATE ROLE root_of_all SUPERUSER LOGIN;
