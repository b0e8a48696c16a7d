-- AlterEnum
ALTER TYPE "CouponKind" ADD VALUE 'SHIPPING';

-- AlterTable
ALTER TABLE "Coupon" ADD COLUMN     "stackable" BOOLEAN NOT NULL DEFAULT false;
