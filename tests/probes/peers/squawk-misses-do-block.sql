-- error: drop-column users.bio
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: removes column public.users.bio
-- probe
DO $$ BEGIN ALTER TABLE users DROP COLUMN bio; END $$;
