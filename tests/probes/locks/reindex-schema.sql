-- warning: blocking-reindex
-- runs: alone
-- probe
REINDEX SCHEMA audit;
