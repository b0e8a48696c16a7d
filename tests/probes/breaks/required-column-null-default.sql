-- error: required-column users.country
-- probe
ALTER TABLE users ADD COLUMN country text NOT NULL DEFAULT NULL;
