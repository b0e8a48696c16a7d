-- warning: rename-object order_totals
-- probe
ALTER MATERIALIZED VIEW IF EXISTS order_totals RENAME TO totals;
