-- error: drop-database somewhere
-- runs: alone
-- truth: removes database somewhere
-- setup
CREATE DATABASE somewhere;
-- probe
DROP DATABASE IF EXISTS "somewhere" WITH (FORCE);
