-- warning: drop-index
-- probe
DROP INDEX IF EXISTS "Post_authorId_idx" RESTRICT;
