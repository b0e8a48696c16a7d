/*
  Warnings:

  - You are about to drop the column `name` on the `User` table. All the data in the column will be lost.

*/
-- AlterTable
ALTER TABLE "User" ADD COLUMN "firstName" TEXT,
ADD COLUMN "lastName" TEXT;

UPDATE "User" SET "firstName" = split_part("name", ' ', 1), "lastName" = split_part("name", ' ', 2);

ALTER TABLE "User" DROP COLUMN "name";
