-- warning: narrowing-type-change | drop-expression | add-generated-column | rewriting-table-change
-- postgres: 17+
-- truth: changes column public.items.amount: default ((quantity)::integer * price) to (((quantity)::integer * price) * 2)
-- probe
ALTER TABLE items ALTER COLUMN amount SET EXPRESSION AS (quantity * price * 2);
