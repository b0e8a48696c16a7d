-- warning: validating-check
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- probe
ALTER TABLE users ADD COLUMN score integer DEFAULT 0 CHECK (score >= 0);
