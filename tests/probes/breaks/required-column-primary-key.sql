-- error: required-column
-- probe
ALTER TABLE visits ADD COLUMN key uuid PRIMARY KEY;
