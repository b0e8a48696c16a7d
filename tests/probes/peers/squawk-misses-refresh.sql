-- warning: refresh-materialized-view
-- truth: locks public.order_totals ACCESS EXCLUSIVE
-- truth: rewrites public.order_totals
-- truth: scans public.order_totals
-- truth: scans public.orders
-- probe
REFRESH MATERIALIZED VIEW order_totals WITH DATA;
