-- warning: drop-not-null users.email
-- probe
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
