-- aim: lock the runner's role out
-- expect: denied 42501
ALTER ROLE CURRENT_USER NOLOGIN;
