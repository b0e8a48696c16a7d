-- warning: set-not-null users.phone
-- probe
ALTER TABLE users ALTER COLUMN phone SET NOT NULL;
