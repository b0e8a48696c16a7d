-- error: rename-column "User"."firstName"
-- probe
ALTER TABLE "User" RENAME COLUMN "firstName" TO "givenName";
