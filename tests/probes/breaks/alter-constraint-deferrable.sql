-- notice: drop-constraint | new-restriction | foreign-key-lock
-- truth: locks public."Post" ACCESS EXCLUSIVE
-- probe
ALTER TABLE "Post" ALTER CONSTRAINT "Post_authorId_fkey" DEFERRABLE INITIALLY DEFERRED;
