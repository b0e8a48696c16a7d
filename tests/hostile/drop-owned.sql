-- aim: drop what the superuser owns
-- expect: denied 42501
DROP OWNED BY migration_gate CASCADE;
