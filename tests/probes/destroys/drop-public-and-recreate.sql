-- error: drop-schema public
-- probe
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
