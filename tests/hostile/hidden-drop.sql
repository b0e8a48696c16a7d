-- aim: a drop inside dynamic SQL
-- expect: harmless
-- report: dropped-unseen
DO $$ BEGIN EXECUTE 'DR' || 'OP TA' || 'BLE "User"'; END $$;
