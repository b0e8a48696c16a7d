-- warning: event-trigger | disable-trigger
-- truth: changes event trigger watching: enabled O to D
-- setup
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION watch();
-- probe
ALTER EVENT TRIGGER watching DISABLE;
