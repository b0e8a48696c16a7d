-- aim: fall back to the role that opened the session, should that be a superuser
-- expect: denied P0001 42501
RESET SESSION AUTHORIZATION;
RESET ROLE;
DO $$ BEGIN IF current_setting('is_superuser') = 'on' THEN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch @MARKER@'''; END IF; RAISE EXCEPTION 'no superuser'; END $$;
