-- error: drop-schema audit
-- error: drop-schema app
-- probe
DROP SCHEMA IF EXISTS audit, "app" CASCADE;
