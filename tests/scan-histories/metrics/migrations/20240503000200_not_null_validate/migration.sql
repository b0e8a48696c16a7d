ALTER TABLE "ingest"."sources" VALIDATE CONSTRAINT "region_set";
