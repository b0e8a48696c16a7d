-- warning: set-schema invoice_numbers
-- probe
ALTER SEQUENCE invoice_numbers SET SCHEMA app;
