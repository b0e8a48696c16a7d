-- warning: add-serial
-- probe
ALTER TABLE boats ADD COLUMN number serial;
