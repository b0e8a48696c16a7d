-- error: drop-database somewhere
-- runs: alone
-- setup
CREATE DATABASE somewhere;
-- probe
DROP DATABASE IF EXISTS "somewhere" WITH (FORCE);
