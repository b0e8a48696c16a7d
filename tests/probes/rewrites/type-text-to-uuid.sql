-- warning: rewriting-type-change | narrowing-type-change
-- truth: locks public.keyed ACCESS EXCLUSIVE
-- truth: rewrites public.keyed
-- truth: scans public.keyed
-- setup
CREATE TABLE keyed (id integer, key text);
INSERT INTO keyed VALUES (1, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11');
-- probe
ALTER TABLE keyed ALTER COLUMN key SET DATA TYPE uuid USING key::uuid;
