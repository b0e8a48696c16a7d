-- warning: lock-table
-- truth: locks public."Post" EXCLUSIVE
-- probe
lock "Post" in exclusive mode;
