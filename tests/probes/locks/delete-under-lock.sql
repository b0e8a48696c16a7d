-- warning: work-under-lock
-- probe
ALTER TABLE "Post" ADD COLUMN "archived" BOOLEAN;
DELETE FROM "Post" WHERE "views" IS NULL;
