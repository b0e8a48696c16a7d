-- warning: narrowing-type-change | drop-expression | add-generated-column | rewriting-table-change
-- postgres: 17+
-- probe
ALTER TABLE items ALTER COLUMN amount SET EXPRESSION AS (quantity * price * 2);
