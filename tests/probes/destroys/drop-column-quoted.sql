-- error: drop-column "User"."firstName"
-- probe
ALTER TABLE "User" DROP COLUMN "firstName";
