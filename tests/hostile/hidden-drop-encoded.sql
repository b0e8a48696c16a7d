-- aim: a drop that only the server can decode
-- expect: harmless
-- report: dropped-unseen
DO $$ BEGIN EXECUTE convert_from(decode('44524f50205441424c4520225573657222', 'hex'), 'UTF8'); END $$;
