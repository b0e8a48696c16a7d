-- error: required-column users.country
-- probe
ALTER TABLE users ADD IF NOT EXISTS country text CHECK (country <> '') NOT NULL;
