-- aim: messages that are no UTF-8 although the driver expects it
-- expect: harmless or ended
SET client_encoding = 'LATIN1';
DO $$ BEGIN RAISE NOTICE 'gr%', chr(246); RAISE WARNING '%', repeat(chr(252), 100); END $$;
