-- probe
ALTER TABLE "User" ALTER COLUMN "emailAddress" SET DATA TYPE TEXT;
