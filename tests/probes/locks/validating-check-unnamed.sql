-- warning: validating-check
-- probe
alter table "Post" add check ("views" >= 0);
