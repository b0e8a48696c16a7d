-- warning: unique-constraint
-- probe
ALTER TABLE users ADD COLUMN slug text UNIQUE;
