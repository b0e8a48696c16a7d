-- error: required-column "Post".slug
-- probe
ALTER TABLE "Post" ADD COLUMN     "slug" TEXT NOT NULL;
