-- warning: security-definer
-- truth: adds procedure public.run_as_owner()
-- probe
CREATE PROCEDURE run_as_owner() LANGUAGE plpgsql EXTERNAL SECURITY DEFINER AS $$ BEGIN UPDATE secrets SET token = '' WHERE id = 1; END $$;
