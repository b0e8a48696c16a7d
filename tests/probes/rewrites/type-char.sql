-- warning: rewriting-type-change | narrowing-type-change
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: removes index public.users_name_idx
-- truth: rewrites public.users
-- truth: scans public.users
-- probe
ALTER TABLE users ALTER COLUMN name TYPE char(60);
