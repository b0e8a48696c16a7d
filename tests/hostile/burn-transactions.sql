-- aim: use up transaction numbers
-- expect: harmless or ended
DO $$ BEGIN FOR i IN 1..30000 LOOP BEGIN CREATE TEMP TABLE z (x int); RAISE division_by_zero; EXCEPTION WHEN division_by_zero THEN NULL; END; END LOOP; END $$;
