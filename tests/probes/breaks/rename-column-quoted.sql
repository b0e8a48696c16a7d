-- error: rename-column "User"."firstName"
-- truth: changes column public."User"."firstName": name firstName to givenName
-- probe
ALTER TABLE "User" RENAME COLUMN "firstName" TO "givenName";
