-- RenameTable
ALTER TABLE "Coupon" RENAME TO "Voucher";

-- RenameIndex
ALTER INDEX "Coupon_tenantId_idx" RENAME TO "Voucher_tenantId_idx";

-- RenameForeignKey
ALTER TABLE "Voucher" RENAME CONSTRAINT "Coupon_tenantId_fkey" TO "Voucher_tenantId_fkey";
