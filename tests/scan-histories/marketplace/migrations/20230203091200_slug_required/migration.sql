/*
  Warnings:

  - Made the column `slug` on table `Product` required. This step will fail if there are existing NULL values in that column.
  - A unique constraint covering the columns `[slug]` on the table `Product` will be added.

*/
-- Backfill
UPDATE "Product" SET "slug" = lower(regexp_replace("title", '[^a-zA-Z0-9]+', '-', 'g')) || '-' || "id" WHERE "slug" IS NULL;

-- AlterTable
ALTER TABLE "Product" ALTER COLUMN "slug" SET NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "Product_slug_key" ON "Product"("slug");
