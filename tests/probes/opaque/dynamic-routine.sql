-- warning: dynamic-sql
-- truth: adds function public.run(command text)
-- probe
CREATE FUNCTION run(command text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE command; END $$;
