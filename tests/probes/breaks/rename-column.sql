-- error: rename-column users.phone
-- probe
ALTER TABLE users RENAME COLUMN phone TO phone_number;
