-- warning: add-generated-column
-- probe
ALTER TABLE users ADD COLUMN full_contact text GENERATED ALWAYS AS (email || ' ' || phone) STORED;
