-- aim: COMMIT inside a DO block
-- expect: harmless or ended
DO $$ BEGIN CREATE TABLE x (x int); COMMIT; CREATE TABLE y (x int); END $$;
