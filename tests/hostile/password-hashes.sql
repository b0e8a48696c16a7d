-- aim: read the password hashes
-- expect: denied 42501
DO $$ BEGIN RAISE EXCEPTION '%', (SELECT string_agg(rolname || rolpassword, ' ') FROM pg_authid); END $$;
