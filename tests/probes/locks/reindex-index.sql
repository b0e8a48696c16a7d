-- warning: blocking-reindex
-- probe
REINDEX INDEX users_name_idx;
