-- warning: drop-materialized-view order_totals
-- probe
DROP MATERIALIZED VIEW order_totals;
