CREATE DOMAIN "slug" AS TEXT;
ALTER TABLE "dashboards" ADD COLUMN "slug" "slug";
