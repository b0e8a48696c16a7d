-- aim: a column dropped inside dynamic SQL
-- expect: harmless
-- report: drop-column
DO $$ BEGIN EXECUTE 'ALTER TABLE "User" DROP COLUMN email'; END $$;
