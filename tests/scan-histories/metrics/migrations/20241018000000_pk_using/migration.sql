CREATE UNIQUE INDEX CONCURRENTLY "sources_name_key" ON "ingest"."sources" ("name");
