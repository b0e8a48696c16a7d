-- by hand: Prisma would drop the column and add another
ALTER TABLE "Product" RENAME COLUMN "title" TO "name";
ALTER TABLE "Product" RENAME CONSTRAINT "Product_pkey" TO "Product_id_pkey";
ALTER INDEX "Product_sku_key" RENAME TO "Product_sku_unique";
