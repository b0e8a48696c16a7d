-- warning: unique-constraint
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- probe
ALTER TABLE users ADD COLUMN slug text UNIQUE;
