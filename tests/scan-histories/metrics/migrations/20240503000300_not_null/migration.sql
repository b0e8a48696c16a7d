ALTER TABLE "ingest"."sources" ALTER COLUMN "region" SET NOT NULL;
ALTER TABLE "ingest"."sources" DROP CONSTRAINT "region_set";
