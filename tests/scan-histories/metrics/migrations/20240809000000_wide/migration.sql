BEGIN;
ALTER TABLE "accounts" ADD COLUMN "deleted" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "dashboards" ADD COLUMN "deleted" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "ingest"."sources" ADD COLUMN "deleted" BOOLEAN NOT NULL DEFAULT false;
UPDATE "dashboards" SET "deleted" = true WHERE "title" = '';
COMMIT;
