-- aim: a drop inside a function, with messages turned off
-- expect: harmless
-- report: dropped-unseen
SET client_min_messages = error;
CREATE FUNCTION tidy() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN EXECUTE format('DROP TABLE %I', 'User'); END $f$;
SELECT tidy();
