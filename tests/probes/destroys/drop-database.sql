-- error: drop-database elsewhere
-- runs: alone
-- truth: removes database elsewhere
-- setup
CREATE DATABASE elsewhere;
-- probe
DROP DATABASE elsewhere;
