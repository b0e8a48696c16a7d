-- warning: drop-not-null "User"."lastName"
-- truth: changes column public."User"."lastName": not null true to false
-- probe
ALTER TABLE "User" ALTER COLUMN "lastName" DROP NOT NULL;
