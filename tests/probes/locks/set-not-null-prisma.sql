-- warning: set-not-null "User"."firstName"
-- truth: locks public."User" ACCESS EXCLUSIVE
-- truth: scans public."User"
-- probe
-- AlterTable
ALTER TABLE "User" ALTER COLUMN "firstName" SET NOT NULL;
