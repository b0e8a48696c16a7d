-- AlterTable
ALTER TABLE "Order" RENAME COLUMN "total" TO "amount";
