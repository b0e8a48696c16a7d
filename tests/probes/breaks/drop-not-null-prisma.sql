-- warning: drop-not-null "User"."lastName"
-- probe
ALTER TABLE "User" ALTER COLUMN "lastName" DROP NOT NULL;
