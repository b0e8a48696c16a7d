-- error: required-column users.country
-- truth: fails 23502
-- probe
ALTER TABLE users ADD COLUMN country text NOT NULL;
