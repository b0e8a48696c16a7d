-- aim: give oneself all rights
-- expect: denied 42501
ALTER ROLE CURRENT_USER SUPERUSER;
