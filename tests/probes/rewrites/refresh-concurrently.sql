-- notice: refresh-materialized-view
-- truth: locks public.order_totals EXCLUSIVE
-- truth: scans public.order_totals
-- truth: scans public.orders
-- probe
refresh materialized view concurrently order_totals;
