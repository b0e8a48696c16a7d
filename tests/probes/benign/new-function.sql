-- probe
CREATE FUNCTION shout(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT upper(t) || '; DROP TABLE users' $$;
