DROP VIEW "account_overview";
ALTER TABLE "accounts" DROP COLUMN "credits";
CREATE VIEW "account_overview" AS SELECT a."id", a."email", a."plan", count(d."id") AS "dashboards" FROM "accounts" a LEFT JOIN "dashboards" d ON d."account_id" = a."id" GROUP BY 1, 2, 3;
