-- notice: unrelated-tables
-- measured: no, because it is about who has to review what
-- probe
ALTER TABLE secrets ADD COLUMN a integer;
ALTER TABLE boats ADD COLUMN b integer;
ALTER TABLE app.accounts ADD COLUMN c integer;
ALTER TABLE notes ADD COLUMN d integer;
ALTER TABLE visits ADD COLUMN e integer;
