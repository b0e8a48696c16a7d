-- warning: default-privileges
-- truth: adds default privilege SELECT on r in schema public of migration_gate for anon
-- probe
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO anon;
