-- aim: drop the template
-- expect: denied 42501
DROP DATABASE template1;
