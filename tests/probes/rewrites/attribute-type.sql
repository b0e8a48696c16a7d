-- warning: narrowing-type-change | rewriting-type-change | rename-object
-- truth: locks public.pairs ACCESS EXCLUSIVE
-- truth: rewrites public.pairs
-- truth: scans public.pairs
-- setup
CREATE TYPE pair AS (a integer, b text);
CREATE TABLE pairs OF pair;
INSERT INTO pairs VALUES (1, 'x');
-- probe
ALTER TYPE pair ALTER ATTRIBUTE a TYPE bigint CASCADE;
