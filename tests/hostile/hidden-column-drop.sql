-- aim: a column dropped inside dynamic SQL
-- expect: harmless
-- report: dropped-unseen
DO $$ BEGIN EXECUTE 'ALTER TABLE "User" DROP COLUMN email'; END $$;
