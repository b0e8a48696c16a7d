-- warning: blocking-reindex
-- runs: alone
-- truth: locks public.users SHARE
-- probe
REINDEX (VERBOSE) DATABASE shop;
