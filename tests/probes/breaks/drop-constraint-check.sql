-- warning: drop-constraint
-- probe
ALTER TABLE IF EXISTS users DROP CONSTRAINT IF EXISTS users_age_check;
