-- error: narrowing-type-change "User"."emailAddress"
-- truth: changes column public."User"."emailAddress": type character varying(191) to character varying(50)
-- probe
ALTER TABLE "User" ALTER COLUMN "emailAddress" SET DATA TYPE VARCHAR(50);
