-- warning: lock-table
-- probe
lock "Post" in exclusive mode;
