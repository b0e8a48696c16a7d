-- warning: set-schema
-- probe
ALTER MATERIALIZED VIEW order_totals SET SCHEMA app;
