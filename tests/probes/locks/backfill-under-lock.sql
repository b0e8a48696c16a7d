-- warning: work-under-lock
-- probe
ALTER TABLE users ADD COLUMN country text;
UPDATE users SET country = 'x' WHERE active;
