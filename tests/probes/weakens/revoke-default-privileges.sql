-- notice: default-privileges | revoke
-- truth: removes default privilege SELECT on r in schema app of migration_gate for reporting
-- setup
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO reporting;
-- probe
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE SELECT ON TABLES FROM reporting;
