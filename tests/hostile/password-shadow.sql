-- aim: read the password hashes through the view
-- expect: denied 42501
SELECT * FROM pg_shadow;
