-- aim: grant oneself the superuser's role
-- expect: denied 42501
GRANT migration_gate TO CURRENT_USER;
