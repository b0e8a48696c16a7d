ALTER TABLE "ingest"."sources" ADD CONSTRAINT "region_set" CHECK ("region" IS NOT NULL) NOT VALID;
