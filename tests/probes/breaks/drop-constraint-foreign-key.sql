-- warning: drop-constraint
-- truth: removes constraint public."Post"."Post_authorId_fkey"
-- probe
ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";
