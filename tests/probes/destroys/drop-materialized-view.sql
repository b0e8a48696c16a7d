-- warning: drop-materialized-view order_totals
-- truth: removes index public.order_totals_user_id_key
-- truth: removes materialized view public.order_totals
-- probe
DROP MATERIALIZED VIEW order_totals;
