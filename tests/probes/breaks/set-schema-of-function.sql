-- warning: set-schema
-- probe
ALTER FUNCTION tax(numeric) SET SCHEMA app;
