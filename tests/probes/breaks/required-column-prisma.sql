-- error: required-column "Post".slug
-- truth: fails 23502
-- probe
ALTER TABLE "Post" ADD COLUMN     "slug" TEXT NOT NULL;
