-- warning: dynamic-sql
-- probe
CREATE FUNCTION run(command text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE command; END $$;
SELECT run('DELETE FROM secrets');
