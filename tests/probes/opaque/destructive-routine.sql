-- warning: destructive-routine
-- probe
CREATE FUNCTION cleanup() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM secrets;
END
$$;
