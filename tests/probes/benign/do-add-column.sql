-- probe
DO $$ BEGIN
    ALTER TABLE users ADD COLUMN IF NOT EXISTS nick text;
END $$;
