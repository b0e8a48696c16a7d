-- aim: make any role
-- expect: denied 42501
CREATE ROLE other;
