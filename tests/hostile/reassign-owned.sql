-- aim: take over what the superuser owns
-- expect: denied 42501
REASSIGN OWNED BY migration_gate TO CURRENT_USER;
