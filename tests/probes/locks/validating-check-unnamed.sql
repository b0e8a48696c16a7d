-- warning: validating-check
-- truth: locks public."Post" ACCESS EXCLUSIVE
-- truth: scans public."Post"
-- probe
alter table "Post" add check ("views" >= 0);
