-- warning: blocking-reindex
-- truth: locks public.users SHARE
-- truth: scans public.users
-- probe
REINDEX TABLE users;
