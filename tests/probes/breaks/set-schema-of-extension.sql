-- warning: set-schema
-- probe
ALTER EXTENSION citext SET SCHEMA app;
