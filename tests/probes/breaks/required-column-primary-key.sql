-- error: required-column
-- truth: fails 23502
-- probe
ALTER TABLE visits ADD COLUMN key uuid PRIMARY KEY;
