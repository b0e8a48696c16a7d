-- aim: a function that springs when somebody analyses or rebuilds the index
-- expect: harmless
CREATE SCHEMA trap;
CREATE FUNCTION trap.spring() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    IF current_setting('is_superuser') = 'on' THEN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch @MARKER@'''; END IF;
END $$;
CREATE TABLE bait (x int);
CREATE FUNCTION trap.f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM trap.spring(); RETURN $1; END $$;
CREATE INDEX ON bait (trap.f(x));
CREATE VIEW trap_view AS SELECT trap.f(x) FROM bait;
INSERT INTO bait SELECT generate_series(1, 1000);
