-- warning: blocking-reindex
-- truth: locks public.users SHARE
-- truth: scans public.users
-- probe
REINDEX INDEX users_name_idx;
