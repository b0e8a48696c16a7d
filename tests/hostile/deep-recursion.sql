-- aim: exhaust the stack with a function
-- expect: ended
CREATE FUNCTION deep(int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN deep($1 + 1); END $$;
SELECT deep(1);
