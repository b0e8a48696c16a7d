-- aim: a table emptied by a statement put together from constants, which the scan reads
-- expect: harmless
-- report: truncate
DO $$ BEGIN EXECUTE 'TRUN' || 'CATE "User"'; END $$;
