-- warning: volatile-default
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: rewrites public.users
-- truth: scans public.users
-- probe
ALTER TABLE users ADD COLUMN IF NOT EXISTS seen timestamptz NOT NULL DEFAULT clock_timestamp();
