-- error: powerful-role
-- probe
CREATE ROLE emergency WITH LOGIN SUPERUSER;
