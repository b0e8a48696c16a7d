-- error: drop-column users.phone
-- truth: removes column public.users.phone
-- probe
DO $$ BEGIN EXECUTE 'ALTER TABLE users ' || 'DROP COLUMN phone'; END $$;
