-- error: drop-database elsewhere
-- runs: alone
-- setup
CREATE DATABASE elsewhere;
-- probe
DROP DATABASE elsewhere;
