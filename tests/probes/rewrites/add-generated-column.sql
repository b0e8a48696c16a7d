-- warning: add-generated-column
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: rewrites public.users
-- truth: scans public.users
-- probe
ALTER TABLE users ADD COLUMN full_contact text GENERATED ALWAYS AS (email || ' ' || phone) STORED;
