-- probe
ALTER TABLE "User" ALTER COLUMN "createdAt" TYPE timestamp(6);
