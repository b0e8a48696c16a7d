-- error: drop-extension citext
-- truth: removes extension citext
-- setup
ALTER TABLE users DROP COLUMN nickname;
-- probe
DROP EXTENSION IF EXISTS "citext";
