-- AlterTable
ALTER TABLE "Notification" ALTER COLUMN "channel" TYPE TEXT USING "channel"::text;

-- DropEnum
DROP TYPE "Channel";
