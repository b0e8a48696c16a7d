-- warning: lock-table
-- truth: locks public.users ACCESS EXCLUSIVE
-- probe
LOCK TABLE users;
