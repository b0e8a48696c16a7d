-- warning: security-definer
-- probe
CREATE OR REPLACE FUNCTION app.count_secrets() RETURNS bigint SECURITY DEFINER SET search_path TO public, app LANGUAGE sql AS $$ SELECT count(*) FROM secrets $$;
