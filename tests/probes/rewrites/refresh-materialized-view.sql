-- warning: refresh-materialized-view
-- probe
REFRESH MATERIALIZED VIEW order_totals;
