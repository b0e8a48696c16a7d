-- aim: drop a table and make it again, empty: before and after look alike
-- expect: harmless
-- report: rows-gone-unseen
DO $$ BEGIN EXECUTE 'ALTER TABLE "User" RENAME TO u2'; EXECUTE 'CREATE TABLE "User" (LIKE u2 INCLUDING ALL)'; EXECUTE 'DROP TABLE u2 CASCADE'; END $$;
