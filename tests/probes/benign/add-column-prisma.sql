-- probe
-- AlterTable
ALTER TABLE "User" ADD COLUMN     "avatar" TEXT,
ADD COLUMN     "locale" TEXT NOT NULL DEFAULT 'en';
