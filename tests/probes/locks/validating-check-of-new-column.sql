-- warning: validating-check
-- probe
ALTER TABLE users ADD COLUMN score integer DEFAULT 0 CHECK (score >= 0);
