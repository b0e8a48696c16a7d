-- warning: security-definer
-- truth: adds function app.count_secrets()
-- probe
CREATE OR REPLACE FUNCTION app.count_secrets() RETURNS bigint SECURITY DEFINER SET search_path TO public, app LANGUAGE sql AS $$ SELECT count(*) FROM secrets $$;
