-- warning: set-schema
-- probe
ALTER DOMAIN quantity SET SCHEMA app;
