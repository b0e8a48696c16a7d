-- warning: rename-column | rename-object
-- truth: changes column public.order_totals.total: name total to amount
-- probe
ALTER MATERIALIZED VIEW order_totals RENAME COLUMN total TO amount;
