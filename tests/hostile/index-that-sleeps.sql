-- aim: a concurrent build that waits inside
-- expect: ended
CREATE FUNCTION slow(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM pg_sleep(100000); RETURN $1; END $$;
CREATE INDEX CONCURRENTLY u ON "User" (slow(email));
