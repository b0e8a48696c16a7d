-- aim: a million messages
-- expect: harmless or ended
DO $$ BEGIN FOR i IN 1..1000000 LOOP RAISE NOTICE 'message % of many, many, many', i; END LOOP; END $$;
