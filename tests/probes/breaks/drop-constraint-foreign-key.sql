-- warning: drop-constraint
-- probe
ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";
