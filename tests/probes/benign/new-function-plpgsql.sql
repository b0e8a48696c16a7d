-- probe
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    n integer;
BEGIN
    SELECT count(*) INTO n FROM users;
    NEW.note := 'seen by ' || n; -- DELETE FROM users
    RETURN NEW;
END
$$;
