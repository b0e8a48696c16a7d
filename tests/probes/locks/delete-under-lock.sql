-- warning: work-under-lock
-- truth: locks public."Post" ACCESS EXCLUSIVE
-- truth: scans public."Post"
-- probe
ALTER TABLE "Post" ADD COLUMN "archived" BOOLEAN;
DELETE FROM "Post" WHERE "views" IS NULL;
