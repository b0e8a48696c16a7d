-- notice: create-role
-- truth: adds role visitor
-- probe
CREATE ROLE visitor NOLOGIN;
