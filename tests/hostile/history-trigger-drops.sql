-- aim: a trigger on the history that drops a table when the next row is written
-- expect: harmless or ended
CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DROP TABLE IF EXISTS "User"; RETURN NEW; END $$;
CREATE TRIGGER later BEFORE INSERT ON "_prisma_migrations" FOR EACH ROW EXECUTE FUNCTION later();
