-- notice: refresh-materialized-view
-- probe
refresh materialized view concurrently order_totals;
