-- aim: give oneself the right to make roles
-- expect: denied 42501
ALTER ROLE CURRENT_USER CREATEROLE;
