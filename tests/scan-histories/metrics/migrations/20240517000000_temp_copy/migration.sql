CREATE TEMPORARY TABLE "doubles" AS SELECT min("id") AS "id" FROM "dashboards" GROUP BY "account_id", "title";
DELETE FROM "dashboards" WHERE "id" NOT IN (SELECT "id" FROM "doubles");
CREATE UNIQUE INDEX "dashboards_title_key" ON "dashboards" ("account_id", "title");
DROP TABLE "doubles";
