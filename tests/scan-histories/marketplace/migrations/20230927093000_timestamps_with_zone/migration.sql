-- AlterTable
ALTER TABLE "Notification" ALTER COLUMN "sentAt" SET DATA TYPE TIMESTAMPTZ(3) USING "sentAt" AT TIME ZONE 'Europe/Berlin';
