-- warning: add-identity
-- truth: locks public.boats ACCESS EXCLUSIVE
-- truth: rewrites public.boats
-- truth: scans public.boats
-- probe
ALTER TABLE boats ADD COLUMN number integer GENERATED ALWAYS AS IDENTITY;
