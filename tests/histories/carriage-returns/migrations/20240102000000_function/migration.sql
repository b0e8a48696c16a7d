CREATE FUNCTION greet() RETURNS text LANGUAGE sql AS $$
    SELECT 'a
b';
$$;
/* a comment
   over lines */
COMMENT ON TABLE "Letter" IS 'two
lines';
