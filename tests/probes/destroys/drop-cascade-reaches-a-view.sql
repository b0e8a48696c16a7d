-- error: drop-column users.active
-- probe
ALTER TABLE users DROP COLUMN active CASCADE;
