-- aim: run with every statement of whoever comes later
-- expect: denied 42501
CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION e();
