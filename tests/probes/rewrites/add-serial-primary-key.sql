-- warning: add-serial
-- probe
ALTER TABLE visits ADD COLUMN key serial8 PRIMARY KEY;
