COMMENT ON TABLE "dashboards" IS 'DROP TABLE dashboards; is never what you want';
COMMENT ON COLUMN "dashboards"."title" IS 'shown; to people';
-- DROP TABLE "accounts";
SELECT 1;
