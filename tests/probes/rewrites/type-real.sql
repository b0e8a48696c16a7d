-- warning: rewriting-type-change
-- truth: locks public.boats ACCESS EXCLUSIVE
-- truth: rewrites public.boats
-- truth: scans public.boats
-- probe
ALTER TABLE boats ALTER COLUMN draught TYPE double precision;
