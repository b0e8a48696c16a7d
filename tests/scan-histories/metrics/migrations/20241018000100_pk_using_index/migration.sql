ALTER TABLE "ingest"."sources" ADD CONSTRAINT "sources_name_key" UNIQUE USING INDEX "sources_name_key";
