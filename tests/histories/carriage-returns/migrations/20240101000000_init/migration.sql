-- CreateTable
CREATE TABLE "Letter" (
    "id" SERIAL NOT NULL,
    "text" TEXT NOT NULL DEFAULT 'first line
second line',

    CONSTRAINT "Letter_pkey" PRIMARY KEY ("id")
);
