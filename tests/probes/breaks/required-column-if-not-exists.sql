-- error: required-column users.country
-- truth: fails 23502
-- probe
ALTER TABLE users ADD IF NOT EXISTS country text CHECK (country <> '') NOT NULL;
