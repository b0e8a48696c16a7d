-- aim: become the superuser by SET SESSION AUTHORIZATION
-- expect: denied 42501
SET SESSION AUTHORIZATION migration_gate;
