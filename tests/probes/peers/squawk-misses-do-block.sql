-- error: drop-column users.bio
-- probe
DO $$ BEGIN ALTER TABLE users DROP COLUMN bio; END $$;
