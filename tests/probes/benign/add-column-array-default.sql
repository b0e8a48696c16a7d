-- probe
ALTER TABLE users ADD COLUMN tags text[] NOT NULL DEFAULT '{}'::text[];
