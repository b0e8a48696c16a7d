-- aim: a table emptied by a statement that only the server can decode
-- expect: harmless
-- report: rows-gone-unseen
DO $$ BEGIN EXECUTE convert_from(decode('5452554e4341544520225573657222', 'hex'), 'UTF8'); END $$;
