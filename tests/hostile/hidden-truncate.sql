-- aim: a table emptied inside dynamic SQL
-- expect: harmless
-- report: truncated-unseen
DO $$ BEGIN EXECUTE 'TRUN' || 'CATE "User"'; END $$;
