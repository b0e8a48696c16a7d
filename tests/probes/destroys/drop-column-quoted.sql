-- error: drop-column "User"."firstName"
-- truth: removes column public."User"."firstName"
-- probe
ALTER TABLE "User" DROP COLUMN "firstName";
