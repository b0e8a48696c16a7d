-- runs: alone
-- probe
REINDEX (CONCURRENTLY, VERBOSE) TABLE users;
