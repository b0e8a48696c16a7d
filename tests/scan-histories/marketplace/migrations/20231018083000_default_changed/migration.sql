-- AlterTable
ALTER TABLE "Product" ALTER COLUMN "published" SET DEFAULT true;
ALTER TABLE "OrderItem" ALTER COLUMN "quantity" DROP DEFAULT;
