-- warning: set-not-null "User"."firstName"
-- probe
-- AlterTable
ALTER TABLE "User" ALTER COLUMN "firstName" SET NOT NULL;
