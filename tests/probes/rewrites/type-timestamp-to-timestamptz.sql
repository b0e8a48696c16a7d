-- warning: rewriting-type-change users.created_at
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: rewrites public.users
-- truth: scans public.users
-- probe
ALTER TABLE users ALTER COLUMN created_at TYPE timestamptz USING created_at AT TIME ZONE 'America/New_York';
