CREATE MATERIALIZED VIEW "daily" AS
SELECT "source_id", date_trunc('day', "at") AS "day", avg("value") AS "mean" FROM "ingest"."events" GROUP BY 1, 2;

CREATE UNIQUE INDEX "daily_key" ON "daily" ("source_id", "day");
