-- aim: become the superuser by SET ROLE
-- expect: denied 42501
SET ROLE migration_gate;
