-- warning: set-schema
-- truth: changes function public.tax(amount numeric): schema public to app
-- probe
ALTER FUNCTION tax(numeric) SET SCHEMA app;
