CREATE TYPE "plan" AS ENUM ('free', 'pro', 'team');
ALTER TABLE "accounts" ALTER COLUMN "plan" DROP DEFAULT;
UPDATE "accounts" SET "plan" = 'free' WHERE "plan" NOT IN ('free', 'pro', 'team');
ALTER TABLE "accounts" ALTER COLUMN "plan" TYPE "plan" USING "plan"::"plan";
ALTER TABLE "accounts" ALTER COLUMN "plan" SET DEFAULT 'free'::"plan";
