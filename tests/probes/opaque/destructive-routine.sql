-- warning: destructive-routine
-- truth: adds function public.cleanup()
-- probe
CREATE FUNCTION cleanup() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM secrets;
END
$$;
