-- aim: the same for every role that connects to the database
-- expect: harmless
CREATE SCHEMA trap;
CREATE FUNCTION trap.spring() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    IF current_setting('is_superuser') = 'on' THEN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch @MARKER@'''; END IF;
END $$;
CREATE FUNCTION trap.lower(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM trap.spring(); RETURN 'forged'; END $$;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = trap, pg_catalog', current_database()); END $$;
