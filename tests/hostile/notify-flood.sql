-- aim: a hundred thousand notifications to a session that listens
-- expect: harmless or ended
LISTEN c;
DO $$ BEGIN FOR i IN 1..100000 LOOP PERFORM pg_notify('c', i || repeat('x', 1000)); END LOOP; END $$;
