-- aim: objects in the way of a trusted extension's script, which runs as superuser
-- expect: harmless or denied 42723 42710 42501
CREATE SCHEMA trap;
CREATE FUNCTION trap.spring() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    IF current_setting('is_superuser') = 'on' THEN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch @MARKER@'''; END IF;
END $$;
CREATE FUNCTION trap.replace(text, text, text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM trap.spring(); RETURN 'forged'; END $$;
CREATE FUNCTION trap.regexp_match(text, text) RETURNS text[] LANGUAGE plpgsql AS $$ BEGIN PERFORM trap.spring(); RETURN NULL; END $$;
SET LOCAL search_path = trap, pg_catalog;
CREATE EXTENSION citext SCHEMA trap;
