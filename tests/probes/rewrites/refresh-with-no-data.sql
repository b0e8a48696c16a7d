-- warning: refresh-materialized-view
-- probe
REFRESH MATERIALIZED VIEW public.order_totals WITH NO DATA;
