-- warning: blocking-reindex
-- probe
REINDEX TABLE users;
