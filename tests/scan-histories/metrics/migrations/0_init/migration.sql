CREATE SCHEMA IF NOT EXISTS "ingest";

CREATE TABLE "ingest"."sources" (
    "id" SERIAL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'http'
);

CREATE TABLE "ingest"."events" (
    "id" BIGSERIAL,
    "source_id" INTEGER NOT NULL REFERENCES "ingest"."sources" ("id"),
    "at" TIMESTAMPTZ NOT NULL,
    "value" DOUBLE PRECISION,
    "tags" JSONB NOT NULL DEFAULT '{}',
    PRIMARY KEY ("id", "at")
) PARTITION BY RANGE ("at");

CREATE TABLE "ingest"."events_2024" PARTITION OF "ingest"."events" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE "ingest"."events_rest" PARTITION OF "ingest"."events" DEFAULT;

CREATE INDEX "events_at_idx" ON "ingest"."events" ("at");

CREATE TABLE "public"."accounts" (
    "id" UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "plan" TEXT NOT NULL DEFAULT 'free',
    "credits" INTEGER NOT NULL DEFAULT 0
);
