-- warning: rewriting-type-change | narrowing-type-change
-- truth: locks public.orders ACCESS EXCLUSIVE
-- truth: rewrites public.orders
-- truth: scans public.orders
-- probe
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT, ALTER COLUMN state TYPE role USING 'USER'::role;
