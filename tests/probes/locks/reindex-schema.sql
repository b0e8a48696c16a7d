-- warning: blocking-reindex
-- runs: alone
-- truth: locks audit.entries SHARE
-- probe
REINDEX SCHEMA audit;
