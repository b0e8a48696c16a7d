-- aim: sleep inside COMMIT, after the last statement
-- expect: ended
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(100000); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON "User" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow();
INSERT INTO "User" (email) VALUES ('late');
