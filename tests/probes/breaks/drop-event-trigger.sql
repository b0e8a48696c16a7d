-- warning: other-object-dropped | drop-trigger
-- truth: removes event trigger watching
-- setup
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION watch();
-- probe
DROP EVENT TRIGGER watching;
