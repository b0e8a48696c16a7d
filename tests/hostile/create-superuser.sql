-- aim: make a role with all rights
-- expect: denied 42501
CREATE ROLE root SUPERUSER LOGIN;
