-- warning: refresh-materialized-view
-- truth: empties public.order_totals
-- truth: locks public.order_totals ACCESS EXCLUSIVE
-- truth: scans public.order_totals
-- probe
REFRESH MATERIALIZED VIEW public.order_totals WITH NO DATA;
