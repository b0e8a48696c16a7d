-- aim: a trigger on the history that refuses later rows
-- expect: ended
CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
CREATE TRIGGER no BEFORE INSERT ON "_prisma_migrations" FOR EACH ROW EXECUTE FUNCTION no();
