-- warning: rename-object order_totals
-- truth: changes materialized view public.order_totals: name order_totals to totals
-- probe
ALTER MATERIALIZED VIEW IF EXISTS order_totals RENAME TO totals;
