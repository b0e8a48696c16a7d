SET lock_timeout = '5s';
SET statement_timeout = '60s';
ALTER TABLE "dashboards" ADD COLUMN "position" INTEGER;
