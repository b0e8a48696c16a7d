-- notice: drop-constraint | new-restriction | foreign-key-lock
-- probe
ALTER TABLE "Post" ALTER CONSTRAINT "Post_authorId_fkey" DEFERRABLE INITIALLY DEFERRED;
