ALTER TABLE "ingest"."sources" ADD COLUMN "region" TEXT;
UPDATE "ingest"."sources" SET "region" = 'eu';
