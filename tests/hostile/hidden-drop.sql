-- aim: a drop put together from constants, which the scan reads
-- expect: harmless
-- report: drop-table
DO $$ BEGIN EXECUTE 'DR' || 'OP TA' || 'BLE "User"'; END $$;
