-- error: drop-schema empty
-- truth: removes schema empty
-- setup
CREATE SCHEMA empty;
-- probe
DROP SCHEMA empty;
