-- aim: a trigger on the history that swallows later rows
-- expect: harmless or ended
CREATE FUNCTION hush() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER hush BEFORE INSERT OR UPDATE ON "_prisma_migrations" FOR EACH ROW EXECUTE FUNCTION hush();
