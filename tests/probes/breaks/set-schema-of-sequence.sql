-- warning: set-schema invoice_numbers
-- truth: changes sequence public.invoice_numbers: schema public to app
-- probe
ALTER SEQUENCE invoice_numbers SET SCHEMA app;
