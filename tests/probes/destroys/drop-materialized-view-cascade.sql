-- warning: drop-materialized-view order_totals
-- probe
drop materialized view if exists public.order_totals cascade;
