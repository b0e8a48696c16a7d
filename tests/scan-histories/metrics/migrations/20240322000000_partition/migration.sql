ALTER TABLE "ingest"."events" DETACH PARTITION "ingest"."events_rest";
CREATE TABLE "ingest"."events_2025" PARTITION OF "ingest"."events" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
ALTER TABLE "ingest"."events" ATTACH PARTITION "ingest"."events_rest" DEFAULT;
