-- warning: add-identity
-- probe
ALTER TABLE boats ADD COLUMN number integer GENERATED ALWAYS AS IDENTITY;
