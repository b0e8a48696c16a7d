-- notice: create-role
-- probe
CREATE ROLE visitor NOLOGIN;
