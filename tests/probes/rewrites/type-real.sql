-- warning: rewriting-type-change
-- probe
ALTER TABLE app.accounts ALTER COLUMN amount TYPE double precision;
