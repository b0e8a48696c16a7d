-- warning: set-schema
-- truth: changes index public.order_totals_user_id_key: schema public to app
-- truth: changes materialized view public.order_totals: schema public to app
-- probe
ALTER MATERIALIZED VIEW order_totals SET SCHEMA app;
