-- warning: drop-index
-- truth: locks public."Post" ACCESS EXCLUSIVE
-- truth: removes index public."Post_authorId_idx"
-- probe
DROP INDEX IF EXISTS "Post_authorId_idx" RESTRICT;
