-- notice: rename-object
-- truth: changes index public."Post_authorId_idx": name Post_authorId_idx to Post_author_idx
-- probe
ALTER INDEX IF EXISTS public."Post_authorId_idx" RENAME TO "Post_author_idx";
