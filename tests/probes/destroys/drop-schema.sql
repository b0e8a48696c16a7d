-- error: drop-schema audit
-- probe
DROP SCHEMA audit CASCADE;
