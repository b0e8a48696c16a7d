-- error: drop-extension citext
-- probe
DROP EXTENSION citext CASCADE;
