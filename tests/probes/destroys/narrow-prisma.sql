-- error: narrowing-type-change "User"."emailAddress"
-- probe
ALTER TABLE "User" ALTER COLUMN "emailAddress" SET DATA TYPE VARCHAR(50);
