-- AlterTable
ALTER TABLE "Product" ADD COLUMN "search" tsvector GENERATED ALWAYS AS (to_tsvector('english', "title")) STORED;

CREATE INDEX "Product_search_idx" ON "Product" USING GIN ("search");
