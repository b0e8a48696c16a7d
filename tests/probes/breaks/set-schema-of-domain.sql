-- warning: set-schema
-- truth: changes column public.items.quantity: type quantity to app.quantity
-- truth: changes domain public.quantity: schema public to app
-- probe
ALTER DOMAIN quantity SET SCHEMA app;
