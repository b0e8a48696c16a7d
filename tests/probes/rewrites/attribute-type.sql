-- warning: narrowing-type-change | rewriting-type-change | rename-object
-- setup
CREATE TYPE pair AS (a integer, b text);
-- probe
ALTER TYPE pair ALTER ATTRIBUTE a TYPE bigint CASCADE;
