-- error: drop-column users.phone
-- probe
ALTER TABLE users DROP COLUMN phone;
