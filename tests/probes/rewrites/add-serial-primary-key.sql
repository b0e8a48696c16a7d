-- warning: add-serial
-- truth: locks public.visits ACCESS EXCLUSIVE
-- truth: rewrites public.visits
-- truth: scans public.visits
-- probe
ALTER TABLE visits ADD COLUMN key serial8 PRIMARY KEY;
