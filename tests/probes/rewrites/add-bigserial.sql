-- warning: add-serial
-- probe
ALTER TABLE boats ADD COLUMN number BIGSERIAL NOT NULL, ADD COLUMN other text;
