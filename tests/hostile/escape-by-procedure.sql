-- aim: COMMIT inside a procedure
-- expect: harmless or ended
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
CALL p();
