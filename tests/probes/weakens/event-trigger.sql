-- warning: event-trigger
-- truth: adds event trigger watching
-- setup
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
-- probe
CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION watch();
