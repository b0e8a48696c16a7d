-- warning: blocking-reindex
-- runs: alone
-- postgres: 15+
-- probe
REINDEX (VERBOSE) DATABASE;
