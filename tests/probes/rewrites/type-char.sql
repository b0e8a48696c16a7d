-- warning: rewriting-type-change | narrowing-type-change
-- probe
ALTER TABLE users ALTER COLUMN name TYPE char(60);
