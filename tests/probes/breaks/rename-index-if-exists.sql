-- notice: rename-object
-- probe
ALTER INDEX IF EXISTS public."Post_authorId_idx" RENAME TO "Post_author_idx";
