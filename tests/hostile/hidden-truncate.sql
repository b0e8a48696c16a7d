-- aim: a table emptied inside dynamic SQL
-- expect: harmless
-- report: rows-gone-unseen
DO $$ BEGIN EXECUTE 'TRUN' || 'CATE "User"'; END $$;
