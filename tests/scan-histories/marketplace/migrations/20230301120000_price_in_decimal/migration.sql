/*
  Warnings:

  - You are about to alter the column `price` on the `Product` table. The data in that column will be cast from `Integer` to `Decimal(12,2)`.

*/
-- AlterTable
ALTER TABLE "Product" ALTER COLUMN "price" SET DATA TYPE DECIMAL(12,2);

-- AlterTable
ALTER TABLE "Order" ALTER COLUMN "total" SET DATA TYPE DECIMAL(12,2);
