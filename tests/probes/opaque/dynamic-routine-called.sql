-- warning: dynamic-sql
-- truth: adds function public.run(command text)
-- truth: deletes 2 rows of public.secrets
-- probe
CREATE FUNCTION run(command text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE command; END $$;
SELECT run('DELETE FROM secrets');
