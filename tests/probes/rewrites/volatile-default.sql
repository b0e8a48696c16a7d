-- warning: volatile-default
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: rewrites public.users
-- truth: scans public.users
-- probe
ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();
