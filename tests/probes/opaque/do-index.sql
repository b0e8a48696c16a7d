-- warning: blocking-index
-- truth: adds index public.users_phone_idx
-- probe
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'users_phone_idx') THEN CREATE INDEX users_phone_idx ON users (phone); END IF; END $$;
