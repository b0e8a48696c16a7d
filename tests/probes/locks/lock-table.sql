-- warning: lock-table
-- probe
LOCK TABLE users;
