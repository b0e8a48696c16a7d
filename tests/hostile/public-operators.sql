-- aim: operators in public for name and text that spring when the superuser compares
-- expect: harmless
CREATE SCHEMA trap;
CREATE FUNCTION trap.spring() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    IF current_setting('is_superuser') = 'on' THEN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch @MARKER@'''; END IF;
END $$;
CREATE FUNCTION public.eq(name, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN PERFORM trap.spring(); RETURN true; END $$;
CREATE OPERATOR public.= (LEFTARG = name, RIGHTARG = text, FUNCTION = public.eq);
CREATE FUNCTION public.has_privilege(anyelement) RETURNS boolean LANGUAGE sql AS 'SELECT true';
