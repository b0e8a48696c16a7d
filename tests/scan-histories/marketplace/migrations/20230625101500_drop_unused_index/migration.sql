-- DropIndex
DROP INDEX "Product_sellerId_idx";
