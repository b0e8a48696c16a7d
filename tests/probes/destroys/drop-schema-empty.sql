-- error: drop-schema empty
-- setup
CREATE SCHEMA empty;
-- probe
DROP SCHEMA empty;
