-- warning: add-serial
-- probe
ALTER TABLE secrets ADD COLUMN number serial;
