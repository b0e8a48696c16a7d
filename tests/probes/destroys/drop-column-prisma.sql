-- error: drop-column "Post".views
-- truth: adds column public."Post"."viewCount"
-- truth: removes column public."Post".views
-- probe
/*
  Warnings:

  - You are about to drop the column `views` on the `Post` table. All the data in the column will be lost.

*/
-- AlterTable
ALTER TABLE "public"."Post" DROP COLUMN "views",
ADD COLUMN     "viewCount" INTEGER NOT NULL DEFAULT 0;
