-- error: powerful-role
-- truth: adds role emergency
-- probe
CREATE ROLE emergency WITH LOGIN SUPERUSER;
