-- warning: rename-column | rename-object
-- probe
ALTER MATERIALIZED VIEW order_totals RENAME COLUMN total TO amount;
