-- warning: rewriting-type-change | narrowing-type-change
-- probe
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT, ALTER COLUMN state TYPE role USING 'USER'::role;
